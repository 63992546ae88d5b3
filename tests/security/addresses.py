"""Who gets what answer at each address of the portal: the table that test_every_url.py walks.

Columns: address, method, the things of the world it names; then the answer to somebody not signed in, to a person of
no agency, to a stranger (every role, but at an agency that has nothing to do with it), to a colleague of the same
agency without the role or the caseload, and to the right person.

`sign-in`, `choose` and `prove` are redirects to sign in, to choose an agency, and to prove who one is; `302` goes on
within the portal. A form has two lines, for the page and for what it sends; `-` is nobody.
"""

import re
from dataclasses import dataclass

from tests.security.api_addresses import API_TABLE

TABLE = """
# Open to everybody: they hold nothing about anybody.
alive                         GET    -                              200      200     200     -          bob 200
ready                         GET    -                              200      200     200     -          bob 200
guide:help                    GET    -                              200      200     200     -          bob 200
guide:accessibility           GET    -                              200      200     200     -          bob 200
guide:privacy                 GET    -                              200      200     200     -          bob 200
guide:may_we_share            GET    -                              200      200     200     -          bob 200
guide:emergency               GET    -                              200      200     200     -          bob 200
guide:emergency               POST   -                              200      200     200     -          bob 200
law:overview                  GET    -                              200      200     200     -          bob 200
law:page                      GET    ferpa                          200      200     200     -          bob 200
law:signers                   GET    -                              200      200     200     -          bob 200
law:limits                    GET    -                              200      200     200     -          bob 200
law:register                  GET    -                              200      200     200     -          bob 200
desk:verify                   GET    -                              200      200     200     -          bob 200
desk:verify                   POST   -                              200      200     200     -          bob 200
mous:register                 GET    -                              200      200     200     -          bob 200
mous:published                GET    agreement                      404      404     404     -          nora 404
api-schema                    GET    -                              200      200     200     -          bob 200
set_language                  POST   -                              302      302     302     -          bob 302
# One's own account. What is closed for good answers 404 to all.
accounts:settings             GET    -                              sign-in  200     200     -          bob 200
accounts:settings             POST   -                              sign-in  302     302     -          bob 302
accounts:end_other_sessions   POST   -                              sign-in  302     302     -          bob 302
accounts:stay                 GET    -                              sign-in  204     204     -          bob 204
accounts:email_closed         GET    -                              404      404     404     -          bob 404
account_login                 GET    -                              200      302     302     -          bob 302
account_logout                GET    -                              302      200     200     -          bob 200
account_logout                POST   -                              302      302     302     -          bob 302
account_inactive              GET    -                              200      200     200     -          bob 200
account_signup                GET    -                              200      302     302     -          bob 302
account_signup                POST   -                              200      302     302     -          bob 302
account_reauthenticate        GET    -                              sign-in  403     200     -          bob 200
account_reauthenticate        POST   -                              sign-in  403     200     -          bob 200
account_email                 GET    -                              404      404     404     -          bob 404
account_email_verification_sent  GET    -                              404      404     404     -          bob 404
account_change_password       GET    -                              sign-in  302     200     -          bob 200
account_change_password       POST   -                              sign-in  302     200     -          bob 200
account_set_password          GET    -                              sign-in  200     302     -          bob 302
account_reset_password        GET    -                              200      200     200     -          bob 200
account_reset_password        POST   -                              200      200     200     -          bob 200
account_confirm_login_code    GET    -                              sign-in  302     302     -          bob 302
account_reset_password_from_key_done  GET    -                              200      200     200     -          bob 200
account_reset_password_done   GET    -                              200      200     200     -          bob 200
mfa_index                     GET    -                              sign-in  200     200     -          bob 200
mfa_authenticate              GET    -                              sign-in  302     302     -          bob 302
mfa_reauthenticate            GET    -                              sign-in  403     prove   -          bob prove
mfa_activate_totp             GET    -                              sign-in  200     200     -          bob 200
mfa_deactivate_totp           GET    -                              sign-in  404     404     -          bob 404
mfa_view_recovery_codes       GET    -                              sign-in  404     404     -          bob 404
mfa_generate_recovery_codes   GET    -                              sign-in  200     200     -          bob 200
mfa_download_recovery_codes   GET    -                              sign-in  404     404     -          bob 404
mfa_list_webauthn             GET    -                              sign-in  200     200     -          bob 200
mfa_add_webauthn              GET    -                              sign-in  200     200     -          bob 200
mfa_reauthenticate_webauthn   GET    -                              sign-in  403     prove   -          bob prove
mfa_login_webauthn            GET    -                              sign-in  302     302     -          bob 302
accounts:confirm_email_closed  GET    some-key                       404      404     404     -          bob 404
account_confirm_email         GET    some-key                       404      404     404     -          bob 404
account_reset_password_from_key  GET    a, b-c                         200      200     200     -          bob 200
mfa_remove_webauthn           GET    1                              sign-in  404     404     -          bob 404
mfa_edit_webauthn             GET    1                              sign-in  404     404     -          bob 404
# The work list, the log and the audit trail.
desk:work                     GET    -                              sign-in  choose  200     nick 200   bob 200
desk:youth                    GET    maya                           sign-in  choose  404     nell 404   bob 200
desk:log                      GET    -                              sign-in  choose  200     bob 403    audrey 200
desk:log_entry                GET    log entry                      sign-in  choose  404     bob 403    audrey 200
desk:log_export               GET    -                              sign-in  choose  200     bob 403    audrey 200
desk:log_export               POST   -                              sign-in  choose  200     bob 403    audrey 200
desk:audit                    GET    -                              sign-in  choose  200     bob 403    audrey 200
desk:audit_verify             POST   -                              sign-in  choose  200     bob 403    audrey 200
# Agencies: members know their partners; operators see agencies and nothing of youth.
agencies:list                 GET    -                              sign-in  choose  200     nick 200   olive 200
agencies:choose               GET    -                              sign-in  200     200     nick 200   alice 200
agencies:enter                POST   membership of alice            sign-in  404     404     stan 404   alice 302
agencies:accept               POST   invitation                     sign-in  choose  404     nick 404   ivy choose
agencies:decline              POST   invitation                     sign-in  choose  404     nick 404   ivy choose
agencies:who_can_do_what      GET    -                              sign-in  200     200     nick 200   ada 200
agencies:members              GET    -                              sign-in  choose  200     nick 403   ada 200
agencies:invite               GET    -                              sign-in  choose  200     nick 403   ada 200
agencies:invite               POST   -                              sign-in  choose  302     nick 403   ada 302
agencies:member               GET    membership of bob              sign-in  choose  404     nick 403   ada 200
agencies:member               POST   membership of bob              sign-in  choose  404     nick 403   ada 302
agencies:member_suspend       GET    membership of bob              sign-in  choose  404     nick 403   ada 200
agencies:member_suspend       POST   membership of bob              sign-in  choose  404     nick 403   ada 302
agencies:member_resume        POST   membership of sid              sign-in  choose  404     nick 403   ada 302
agencies:member_remove        GET    membership of bob              sign-in  choose  404     nick 403   ada 200
agencies:member_remove        POST   membership of bob              sign-in  choose  404     nick 403   ada 302
agencies:invitation_resend    POST   invitation                     sign-in  choose  404     nick 403   ada 302
agencies:contact_edit         GET    contact1                       sign-in  choose  403     nick 403   ada 200
agencies:contact_edit         POST   contact1                       sign-in  choose  403     nick 403   ada 302
agencies:contact_remove       GET    contact1                       sign-in  choose  403     nick 403   ada 200
agencies:contact_remove       POST   contact1                       sign-in  choose  403     nick 403   ada 302
agencies:contact_move         POST   contact2                       sign-in  choose  403     nick 403   ada 302
agencies:contact_verify       POST   contact1                       sign-in  choose  403     nick 403   ada 302
agencies:onboard              GET    -                              sign-in  403     403     nick 403   olive 200
agencies:onboard              POST   -                              sign-in  403     403     nick 403   olive 302
agencies:profile              GET    north                          sign-in  choose  200     nick 200   ada 200
agencies:edit                 GET    north                          sign-in  choose  403     nick 403   ada 200
agencies:edit                 POST   north                          sign-in  choose  403     nick 403   ada 302
agencies:contact_add          GET    north                          sign-in  choose  403     nick 403   ada 200
agencies:contact_add          POST   north                          sign-in  choose  403     nick 403   ada 302
agencies:administrator_invite  GET    empty                          sign-in  403     403     nick 403   olive 200
agencies:administrator_invite  POST   empty                          sign-in  403     403     nick 403   olive 302
agencies:activate             POST   waiting                        sign-in  403     403     nick 403   olive 302
agencies:suspend              GET    north                          sign-in  403     403     nick 403   olive 200
agencies:suspend              POST   north                          sign-in  403     403     nick 403   olive 302
agencies:resume               POST   closed                         sign-in  403     403     nick 403   olive 302
# Youth records.
youth:list                    GET    -                              sign-in  choose  200     ada 403    bob 200
youth:caseload                GET    -                              sign-in  choose  200     ada 403    bob 200
youth:hand_over               GET    -                              sign-in  choose  200     nick 403   bob 200
youth:hand_over               POST   -                              sign-in  choose  200     nick 403   bob 200
youth:record_new              GET    -                              sign-in  choose  200     priya 403  bob 200
youth:record_new              POST   -                              sign-in  choose  302     priya 403  bob 302
youth:roster_list             GET    -                              sign-in  choose  200     nick 403   bob 200
youth:roster_list             POST   -                              sign-in  choose  302     nick 403   bob 302
youth:roster_import           GET    roster                         sign-in  choose  404     nick 403   bob 200
youth:roster_apply            POST   roster                         sign-in  choose  404     nick 403   bob 302
youth:roster_discard          POST   roster                         sign-in  choose  404     nick 403   bob 302
youth:record                  GET    maya                           sign-in  choose  404     nell 404   bob 200
youth:record_edit             GET    maya                           sign-in  choose  404     priya 403  bob 200
youth:record_edit             POST   maya                           sign-in  choose  404     priya 403  bob 302
youth:record_history          GET    maya                           sign-in  choose  404     nell 404   bob 200
youth:assign                  GET    maya                           sign-in  choose  404     nick 403   bob 200
youth:assign                  POST   maya                           sign-in  choose  404     nick 403   bob 302
youth:assignment_end          POST   maya, assignment               sign-in  choose  404     nick 403   bob 302
youth:guardian_new            GET    maya                           sign-in  choose  404     priya 403  bob 200
youth:guardian_new            POST   maya                           sign-in  choose  404     priya 403  bob 302
youth:item_new                GET    maya                           sign-in  choose  404     priya 403  bob 200
youth:item_new                POST   maya                           sign-in  choose  404     priya 403  bob 302
youth:item                    GET    maya, item                     sign-in  choose  404     nell 404   bob 200
youth:item_correct            GET    maya, item                     sign-in  choose  404     priya 403  bob 200
youth:item_correct            POST   maya, item                     sign-in  choose  404     priya 403  bob 302
youth:item_file               GET    maya, letter                   sign-in  choose  404     nell 404   bob 200
# Consents.
consents:list                 GET    -                              sign-in  choose  200     ada 403    bob 200
desk:consent_forms            GET    -                              sign-in  choose  200     ada 200    bob 200
desk:consent_form             GET    uniform form                   sign-in  choose  200     ada 200    bob 200
desk:blank_consent_form       GET    uniform form                   sign-in  choose  200     ada 200    bob 200
consents:week                 GET    -                              sign-in  choose  200     ada 403    bob 200
consents:for_youth            GET    maya                           sign-in  choose  404     nell 404   bob 200
consents:record               GET    maya                           sign-in  choose  404     nell 404   bob 302
consents:paper                GET    maya                           sign-in  choose  404     nell 404   bob 200
consents:discard              POST   maya                           sign-in  choose  404     nell 404   bob 302
consents:step                 GET    maya, signer                   sign-in  choose  404     nell 404   bob 200
consents:step                 POST   maya, signer                   sign-in  choose  404     nell 404   bob 302
consents:step                 GET    maya, sharing                  sign-in  choose  404     nell 404   bob 200
consents:step                 POST   maya, sharing                  sign-in  choose  404     nell 404   bob 200
consents:step                 GET    maya, print                    sign-in  choose  404     nell 404   bob 200
consents:step                 POST   maya, print                    sign-in  choose  404     nell 404   bob 200
consents:step                 GET    maya, scan                     sign-in  choose  404     nell 404   bob 200
consents:step                 POST   maya, scan                     sign-in  choose  404     nell 404   bob 200
consents:step                 GET    maya, check                    sign-in  choose  404     nell 404   bob 302
consents:step                 POST   maya, check                    sign-in  choose  404     nell 404   bob 302
consents:step                 GET    maya, ways                     sign-in  choose  404     nell 404   priya 200
consents:step                 POST   maya, ways                     sign-in  choose  404     nell 404   priya 200
consents:detail               GET    consent                        sign-in  choose  404     nell 404   bob 200
consents:recorded             GET    paper                          sign-in  choose  404     nell 404   bob 200
consents:pdf                  GET    consent                        sign-in  choose  404     nell 404   bob 200
consents:compare              GET    paper                          sign-in  choose  404     nell 404   priya 200
consents:compare              POST   paper                          sign-in  choose  404     nell 404   priya 302
consents:send_back            GET    paper                          sign-in  choose  404     nell 404   priya 200
consents:send_back            POST   paper                          sign-in  choose  404     nell 404   priya 302
consents:retype               POST   wrong paper                    sign-in  choose  404     nell 404   bob 302
consents:renew                GET    consent                        sign-in  choose  404     nell 404   bob 200
consents:renew                POST   consent                        sign-in  choose  404     nell 404   bob 302
consents:scan                 GET    paper                          sign-in  choose  404     nell 404   bob 200
consents:scan_page            GET    paper, 1                       sign-in  choose  404     nell 404   bob 200
consents:copy_given           POST   consent                        sign-in  choose  404     nell 404   bob 302
consents:confirm_in_writing   GET    stopped                        sign-in  choose  404     nell 404   bob 200
consents:confirm_in_writing   POST   stopped                        sign-in  choose  404     nell 404   bob 302
consents:letter               GET    stopped                        sign-in  choose  404     nell 404   bob 200
consents:disagree             GET    maya                           sign-in  choose  404     nell 404   bob 200
consents:disagree             POST   maya                           sign-in  choose  404     nell 404   bob 302
consents:withdraw_objection   POST   maya, objection                sign-in  choose  404     nell 404   bob 302
consents:send_link            GET    maya                           sign-in  choose  404     nell 404   priya 200
consents:send_link            POST   maya                           sign-in  choose  404     nell 404   priya 200
consents:page_link            GET    consent                        sign-in  choose  404     nell 404   bob 200
consents:page_link            POST   consent                        sign-in  choose  404     nell 404   bob 200
consents:close_link           POST   page link                      sign-in  choose  404     nell 404   bob 302
# The pages of families: to anybody who did not come through a link they are closed, and all the same.
family:hand_over              POST   maya                           sign-in  choose  404     nell 404   priya 302
family:enter                  GET    some-token                     200      200     200     -          bob 200
family:enter                  POST   some-token                     200      200     200     -          bob 200
family:start                  GET    -                              200      200     200     -          bob 200
family:stay                   GET    -                              200      200     200     -          bob 200
family:who                    GET    -                              200      200     200     -          bob 200
family:summary                GET    -                              200      200     200     -          bob 200
family:read                   GET    -                              200      200     200     -          bob 200
family:sign                   GET    -                              200      200     200     -          bob 200
family:refuse                 GET    -                              200      200     200     -          bob 200
family:done                   GET    -                              200      200     200     -          bob 200
family:page                   GET    -                              200      200     200     -          bob 200
family:read                   POST   -                              200      200     200     -          bob 200
family:sign                   POST   -                              200      200     200     -          bob 200
family:refuse                 POST   -                              200      200     200     -          bob 200
family:leave                  POST   -                              302      302     302     -          bob 302
family:records                GET    0                              200      200     200     -          bob 200
family:records                POST   0                              200      200     200     -          bob 200
family:how                    GET    0                              200      200     200     -          bob 200
family:how                    POST   0                              200      200     200     -          bob 200
family:own_page               POST   -                              200      200     200     -          bob 200
family:copy                   GET    consent                        200      200     200     -          bob 200
family:stop                   GET    consent                        200      200     200     -          bob 200
family:stop                   POST   consent                        200      200     200     -          bob 200
family:ask                    GET    consent                        200      200     200     -          bob 200
family:ask                    POST   consent                        200      200     200     -          bob 200
family:ask_about              GET    consent, release               200      200     200     -          bob 200
family:ask_about              POST   consent, release               200      200     200     -          bob 200
family:reminders              POST   consent                        200      200     200     -          bob 200
# Agreements: colleagues who may read one may not change it; another party sees no draft.
mous:list                     GET    -                              sign-in  choose  200     nick 200   nora 200
mous:calendar                 GET    -                              sign-in  choose  200     nick 200   nora 200
mous:calendar                 POST   -                              sign-in  choose  200     nick 200   nora 200
mous:calendar_file            GET    some-key                       404      404     404     nick 404   nora 404
mous:draft                    GET    -                              sign-in  choose  200     nick 403   nora 200
mous:draft                    POST   -                              sign-in  choose  302     nick 403   nora 302
mous:detail                   GET    agreement                      sign-in  choose  404     nick 200   nora 200
mous:pdf                      GET    agreement                      sign-in  choose  404     nick 200   nora 200
mous:evidence                 GET    agreement                      sign-in  choose  404     nick 200   nora 200
mous:edit                     GET    proposal                       sign-in  choose  404     nick 403   nora 200
mous:edit                     POST   proposal                       sign-in  choose  404     nick 403   nora 302
mous:parties                  GET    proposal                       sign-in  choose  404     nick 403   nora 200
mous:parties                  POST   proposal                       sign-in  choose  404     nick 403   nora 302
mous:terms                    GET    proposal                       sign-in  choose  404     nick 403   nora 200
mous:pair                     GET    proposal, north, south         sign-in  choose  404     nick 403   nora 200
mous:pair                     POST   proposal, north, south         sign-in  choose  404     nick 403   nora 302
mous:text                     GET    proposal                       sign-in  choose  404     nick 200   nora 200
mous:invitations              GET    proposal                       sign-in  choose  404     nick 403   nora 200
mous:invitations              POST   proposal                       sign-in  choose  404     nick 403   nora 302
mous:import                   GET    proposal                       sign-in  choose  404     nick 403   nora 200
mous:import                   POST   proposal                       sign-in  choose  404     nick 403   nora 200
mous:section_add              GET    proposal                       sign-in  choose  404     nick 403   nora 200
mous:section_add              POST   proposal                       sign-in  choose  404     nick 403   nora 302
mous:comments                 GET    proposal                       sign-in  choose  404     sam 404    nick 200
mous:comments                 POST   proposal                       sign-in  choose  404     sam 404    nick 302
mous:comment_state            POST   proposal, comment              sign-in  choose  404     nick 403   nora 302
mous:paper                    GET    on paper                       sign-in  choose  404     nick 403   nora 200
mous:paper                    POST   on paper                       sign-in  choose  404     nick 403   nora 302
mous:paper_send               GET    on paper                       sign-in  choose  404     nick 403   nora 200
mous:paper_send               POST   on paper                       sign-in  choose  404     nick 403   nora 302
mous:scan                     GET    entered                        sign-in  choose  404     nick 200   sam 200
mous:confirm                  GET    entered                        sign-in  choose  404     nora 403   ada 200
mous:confirm                  POST   entered                        sign-in  choose  404     nora 403   ada 302
mous:checklist                GET    proposal                       sign-in  choose  404     nick 200   nora 200
mous:attest                   GET    proposal, 21                   sign-in  choose  404     nick 403   nora 200
mous:attest                   POST   proposal, 21                   sign-in  choose  404     nick 403   nora 302
mous:take_back_attestation    POST   proposal, 21                   sign-in  choose  404     nick 403   nora 302
mous:check                    GET    proposal                       sign-in  choose  404     nick 403   nora 200
mous:check                    POST   proposal                       sign-in  choose  404     nick 403   nora 302
mous:detail                   GET    proposal                       sign-in  choose  404     sam 404    nora 200
mous:section                  GET    proposal, section of proposal  sign-in  choose  404     sam 404    nick 200
mous:section                  GET    proposal, section of proposal  sign-in  choose  404     sam 404    nora 200
mous:section_lock             POST   proposal, section of proposal  sign-in  choose  404     nick 403   nora 302
mous:section_move             POST   proposal, section of proposal  sign-in  choose  404     nick 403   nora 302
mous:versions                 GET    proposal, section of proposal  sign-in  choose  404     sam 404    nick 200
mous:restore                  POST   proposal, section of proposal  sign-in  choose  404     nick 403   nora 302
mous:section                  POST   proposal, section of proposal  sign-in  choose  404     nick 403   nora 302
mous:sign                     GET    offer                          sign-in  choose  404     ada 403    nora 200
mous:sign                     POST   offer                          sign-in  choose  404     ada 403    nora 302
mous:review                   GET    reviewed                       sign-in  choose  404     ada 403    priya 200
mous:review                   POST   reviewed                       sign-in  choose  404     ada 403    priya 302
mous:changes                  GET    reviewed                       sign-in  choose  404     sam 200    nick 200
mous:send                     GET    reviewed                       sign-in  choose  404     nick 403   nora 200
mous:send                     POST   reviewed                       sign-in  choose  404     nick 403   nora 302
mous:ask_again                GET    offer                          sign-in  choose  404     sam 403    nora 200
mous:ask_again                POST   offer                          sign-in  choose  404     sam 403    nora 302
mous:ask_for_time             POST   late                           sign-in  choose  404     nick 403   nora 302
mous:decline                  GET    offer                          sign-in  choose  404     nick 403   nora 200
mous:decline                  POST   offer                          sign-in  choose  404     nick 403   nora 302
mous:deputies                 GET    -                              sign-in  choose  200     nick 200   ada 200
mous:deputy_add               GET    -                              sign-in  choose  200     nick 403   ada 200
mous:deputy_add               POST   -                              sign-in  choose  200     nick 403   ada 302
mous:deputy_end               GET    deputy                         sign-in  choose  404     nick 403   ada 200
mous:deputy_end               POST   deputy                         sign-in  choose  404     nick 403   ada 302
mous:send_back                GET    offer                          sign-in  choose  404     nick 403   nora 200
mous:send_back                POST   offer                          sign-in  choose  404     nick 403   nora 302
disclosures:withdraw_from     GET    agreement                      sign-in  choose  404     nick 403   nora 200
disclosures:withdraw_from     POST   agreement                      sign-in  choose  404     nick 403   nora 302
disclosures:end_agreement     GET    agreement                      sign-in  choose  404     nick 403   nora 200
disclosures:end_agreement     POST   agreement                      sign-in  choose  404     nick 403   nora 302
mous:retract_end              POST   open                           sign-in  choose  404     nick 403   sam 302
mous:amend                    POST   agreement                      sign-in  choose  404     nick 403   nora 302
mous:renew                    POST   agreement                      sign-in  choose  404     nick 403   nora 302
mous:offer                    GET    open                           sign-in  choose  404     nick 403   nora 200
mous:offer                    POST   open                           sign-in  choose  404     nick 403   nora 302
mous:join                     GET    open, joinder                  sign-in  choose  404     nick 403   jo 200
mous:join                     POST   open, joinder                  sign-in  choose  404     nick 403   jo 302
mous:decline_to_join          GET    open, joinder                  sign-in  choose  404     nick 403   jo 200
mous:decline_to_join          POST   open, joinder                  sign-in  choose  404     nick 403   jo 302
mous:take_back_offer          POST   open, joinder                  sign-in  choose  404     nick 403   nora 302
mous:exhibit                  GET    open, joinder                  sign-in  choose  404     nick 200   jo 200
mous:publish                  GET    agreement                      sign-in  choose  404     nick 403   nora 200
mous:publish                  POST   agreement                      sign-in  choose  404     nick 403   nora 302
mous:cancel                   GET    offer                          sign-in  choose  404     nick 403   nora 200
mous:cancel                   POST   offer                          sign-in  choose  404     nick 403   nora 302
# Requests and releases.
disclosures:opening           GET    agreement                      sign-in  choose  404     nick 200   bob 200
disclosures:list              GET    -                              sign-in  choose  200     sam 200    alice 200
disclosures:inbox             GET    -                              sign-in  choose  200     nick 200   bob 200
disclosures:received          GET    -                              sign-in  choose  200     sam 200    alice 200
disclosures:sent              GET    -                              sign-in  choose  200     nick 200   bob 200
disclosures:compose           GET    -                              sign-in  choose  200     sam 403    alice 200
disclosures:compose           POST   -                              sign-in  choose  302     sam 403    alice 302
disclosures:detail            GET    submitted                      sign-in  choose  404     stan 404   alice 200
disclosures:detail            GET    submitted                      sign-in  choose  404     nick 404   bob 302
disclosures:draft             GET    draft, whom                    sign-in  choose  404     sonia 404  alice 200
disclosures:draft             POST   draft, whom                    sign-in  choose  404     sonia 404  alice 302
disclosures:draft             GET    draft, records                 sign-in  choose  404     sonia 404  alice 200
disclosures:draft             POST   draft, records                 sign-in  choose  404     sonia 404  alice 200
disclosures:draft             GET    draft, purpose                 sign-in  choose  404     sonia 404  alice 200
disclosures:draft             POST   draft, purpose                 sign-in  choose  404     sonia 404  alice 200
disclosures:draft             GET    draft, basis                   sign-in  choose  404     sonia 404  alice 200
disclosures:draft             POST   draft, basis                   sign-in  choose  404     sonia 404  alice 200
disclosures:draft             GET    draft, check                   sign-in  choose  404     sonia 404  alice 200
disclosures:draft             POST   draft, check                   sign-in  choose  404     sonia 404  alice 302
disclosures:sent_off          GET    submitted                      sign-in  choose  404     stan 404   alice 200
disclosures:answer            POST   questioned                     sign-in  choose  404     stan 404   alice 302
disclosures:withdraw          GET    submitted                      sign-in  choose  404     stan 404   alice 200
disclosures:withdraw          POST   submitted                      sign-in  choose  404     stan 404   alice 302
disclosures:decide            GET    matched                        sign-in  choose  404     coral 200  bob 200
disclosures:match             GET    submitted                      sign-in  choose  404     coral 403  bob 200
disclosures:match             POST   submitted                      sign-in  choose  404     coral 403  bob 302
disclosures:answer            GET    questioned                     sign-in  choose  404     stan 404   alice 302
disclosures:evidence          GET    matched                        sign-in  choose  404     coral 302  bob 302
disclosures:ask               GET    matched                        sign-in  choose  404     coral 302  bob 302
disclosures:approve           GET    matched                        sign-in  choose  404     coral 302  bob 302
disclosures:evidence          POST   matched                        sign-in  choose  404     coral 403  bob 302
disclosures:ask               POST   matched                        sign-in  choose  404     coral 403  bob 302
disclosures:approve           POST   matched                        sign-in  choose  404     coral 403  bob 302
disclosures:decision_pdf      GET    approved                       sign-in  choose  404     coral 200  bob 200
disclosures:refuse            GET    matched                        sign-in  choose  404     coral 403  bob 200
disclosures:refuse            POST   matched                        sign-in  choose  404     coral 403  bob 302
disclosures:release           GET    approved                       sign-in  choose  404     coral 403  bob 200
disclosures:release           POST   approved                       sign-in  choose  404     coral 403  bob 302
disclosures:open              GET    release                        sign-in  choose  404     stan 404   alice 200
disclosures:open              GET    release                        sign-in  choose  404     coral 200  bob 200
disclosures:acknowledge       POST   release                        sign-in  choose  404     stan 404   alice 302
disclosures:package           GET    release                        sign-in  choose  404     stan 404   alice 200
disclosures:item_file         GET    release, released letter       sign-in  choose  404     stan 404   alice 200
disclosures:recall            GET    release                        sign-in  choose  404     coral 403  bob 200
disclosures:recall            POST   release                        sign-in  choose  404     coral 403  bob 302
disclosures:revoke_consent    GET    consent                        sign-in  choose  404     nell 404   bob 200
disclosures:revoke_consent    POST   consent                        sign-in  choose  404     nell 404   bob 302
disclosures:wishes            GET    -                              sign-in  choose  200     nick 403   bob 200
disclosures:wish              GET    wish                           sign-in  choose  404     nick 404   bob 200
disclosures:wish              POST   wish                           sign-in  choose  404     nick 404   bob 302
disclosures:record_event      GET    paper                          sign-in  choose  404     nell 404   bob 200
disclosures:record_event      POST   paper                          sign-in  choose  404     nell 404   bob 302
disclosures:edit_guardian     GET    maya, mother                   sign-in  choose  404     priya 403  bob 200
disclosures:edit_guardian     POST   maya, mother                   sign-in  choose  404     priya 403  bob 302
# Notices: one's own.
notices:list                  GET    -                              sign-in  200     200     nick 200   bob 200
notices:read_all              POST   -                              sign-in  302     302     nick 302   bob 302
notices:open                  POST   notice                         sign-in  404     404     nick 404   bob 302
"""


@dataclass(frozen=True)
class Line:
    """One line of the table: what each of the world's people is answered, and who is the right one."""

    address: str
    method: str
    things: tuple[str, ...]
    answers: dict[str, str]
    right: str


def _line(text: str) -> Line:
    address, method, things, anonymous, no_agency, stranger, *people = re.split(r"\s{2,}", text.strip())
    (colleague, refused), (right, allowed) = (cell.split() if cell != "-" else ("", "") for cell in people)
    answers = {"anonymous": anonymous, "ivy": no_agency, "wes": stranger, colleague: refused, right: allowed}
    return Line(
        address,
        method,
        () if things == "-" else tuple(things.split(", ")),
        {name: answer for name, answer in answers.items() if name},
        right,
    )


LINES = [_line(text) for text in (TABLE + API_TABLE).splitlines() if text and not text.startswith("#")]
