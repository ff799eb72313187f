"""Who may open the pages of no room: the calendar, health, login and the second factor."""

from pakhi.network.access import table

ROWS = table("""
page                          method anyone leader worker supervisor manager mis  coordinator researcher funder
neutral                       GET    any    any    any    any        any     any  any         any        any
health                        GET    any    any    any    any        any     any  any         any        any
language                      POST   any    any    any    any        any     any  any         any        any
account_login                 GET    any    any    any    any        any     any  any         any        any
account_login                 POST   any    any    any    any        any     any  any         any        any
account_logout                GET    any    any    any    any        any     any  any         any        any
account_logout                POST   any    any    any    any        any     any  any         any        any
account_change_password       GET    any    any    any    any        any     any  any         any        any
account_change_password       POST   any    any    any    any        any     any  any         any        any
account_reauthenticate        GET    any    any    any    any        any     any  any         any        any
account_reauthenticate        POST   any    any    any    any        any     any  any         any        any
mfa_index                     GET    any    any    any    any        any     any  any         any        any
mfa_authenticate              GET    any    any    any    any        any     any  any         any        any
mfa_authenticate              POST   any    any    any    any        any     any  any         any        any
mfa_reauthenticate            GET    any    any    any    any        any     any  any         any        any
mfa_reauthenticate            POST   any    any    any    any        any     any  any         any        any
mfa_activate_totp             GET    any    any    any    any        any     any  any         any        any
mfa_activate_totp             POST   any    any    any    any        any     any  any         any        any
mfa_deactivate_totp           GET    any    any    any    any        any     any  any         any        any
mfa_deactivate_totp           POST   any    any    any    any        any     any  any         any        any
mfa_view_recovery_codes       GET    any    any    any    any        any     any  any         any        any
mfa_generate_recovery_codes   GET    any    any    any    any        any     any  any         any        any
mfa_generate_recovery_codes   POST   any    any    any    any        any     any  any         any        any
mfa_download_recovery_codes   GET    any    any    any    any        any     any  any         any        any
pakhi:api-root                GET    no     no     no     no         no      no   no          no         no
pakhi:offices                 GET    no     network network network  network network network  no         no
""")
