"""What a collector says of a photo it could not fetch or show."""

from app.i18n import N_

PHOTOS: tuple[str, ...] = (
    N_("The photo's address is no address."),
    N_("The photo's address is of a kind that is not followed."),
    N_("The photo lies on a server that is not the source's own; its photo_hosts may name it."),
    N_("The photo's server has an address inside a network; not asked."),
    N_("The photo is no longer there."),
    N_("The photo's server refuses."),
    N_("The source of this photo is no longer in the city file."),
    N_("This is no picture of a kind that is taken (JPEG, PNG, WebP)."),
    N_("The picture is too large."),
    N_("The picture is broken."),
    N_("The picture needs too much time or memory."),
    N_("is no name of a host; write for example foto.example.go.id, without https:// and port"),
)
