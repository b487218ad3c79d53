"""What is said of deliveries: to sources that take what we decide, and to channels of crews."""

from app.i18n import N_

OUTGOING: tuple[str, ...] = (
    N_("Nobody delivers this there."),
    N_("Name it in the city file, or call them."),
    N_("Call the crew."),
    N_("The channel's secret was not found, so nothing can be signed."),
    N_("Store it where the channel's secret_env says."),
    N_("Tell the agency by telephone; the source takes no updates, or does not know the case."),
    N_("The server refused it (400)."),
    N_("Look at the case at its source."),
    N_("The crew's photo has not come yet; the update waits for it."),
    N_("The server does not take the photo ({status}); the update goes without it."),
    N_("The source has not taken this complaint, so there is nothing to tell it about."),
    N_("Look why it was refused; once it has a number there, link it by hand."),
    N_("No service of the source stands for this category."),
    N_("Map the category in the city file, and enter it there by hand."),
    N_("Enter it at the source by hand."),
    N_("It has this complaint already; look for its number there and link it by hand."),
    N_("The server took the complaint, but gave it neither a number nor a token."),
    N_("The server's list has no end, so nothing can be looked for in it."),
    N_("nothing of it was refused."),
    N_("There is nothing to send again."),
    N_("the courier is no person."),
    N_("Choose another role."),
    N_("is not https; orders name places and people, and leave this machine encrypted only"),
    N_("a webhook needs its url"),
    N_("a voice channel needs a phone number"),
    N_("{name} is the name of a source"),
)
