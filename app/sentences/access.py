"""What is said to people about themselves: signing in, rights, citizens' data."""

from app.i18n import N_

ACCESS: tuple[str, ...] = (
    N_("the role {role} may not look at citizens' data."),
    N_("the role {role} may not forget a citizen."),
)
