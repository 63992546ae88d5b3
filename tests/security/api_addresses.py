"""Who gets what answer at each address of the API: the second half of the table in addresses.py, in its columns."""

API_TABLE = """
# The API: the same verbs.
api-consents                  GET    -                              403      403     200     ada 403    bob 200
api-consent                   GET    consent                        403      403     404     nell 404   bob 200
api-consent-fhir              GET    consent                        403      403     404     nell 404   bob 200
api-consent-read-fhir         POST   -                              403      403     415     ada 415    bob 415
api-consent-paper             POST   -                              403      403     415     ada 415    bob 415
api-consent-scan              POST   paper                          403      403     404     nell 404   bob 415
api-consent-confirm           POST   paper                          403      403     404     bob 403    priya 200
api-consent-send-back         POST   paper                          403      403     404     bob 403    priya 200
api-consent-type-anew         POST   wrong paper                    403      403     404     nell 404   nick 201
api-consent-event             POST   paper                          403      403     404     nell 404   bob 200
api-consent-copies            GET    consent                        403      403     404     nell 404   bob 200
api-consent-copies            POST   consent                        403      403     404     nell 404   bob 201
api-consent-letter            POST   stopped                        403      403     404     nell 404   bob 200
api-consent-renew             POST   consent                        403      403     404     nell 404   nick 201
api-consent-links             GET    consent                        403      403     404     nell 404   bob 200
api-consent-links             POST   consent                        403      403     404     nell 404   bob 201
api-consent-link-close        POST   page link                      403      403     404     nell 404   bob 200
api-consent-drafts            GET    -                              403      403     200     ada 403    bob 200
api-consent-drafts            POST   -                              403      403     400     nell 400   nick 201
api-consent-draft             GET    asked draft                    403      403     404     bob 404    priya 200
api-consent-draft             PATCH  asked draft                    403      403     404     bob 404    priya 200
api-consent-draft             DELETE  asked draft                    403      403     404     bob 404    priya 204
api-consent-draft-record      POST   asked draft                    403      403     404     bob 404    priya 409
api-consent-draft-links       POST   asked draft                    403      403     404     bob 404    priya 201
api-objections                GET    -                              403      403     200     ada 403    bob 200
api-objections                POST   -                              403      403     400     nell 400   bob 201
api-objection-withdraw        POST   objection                      403      403     404     nell 404   bob 200
api-agreements                GET    -                              403      403     200     sam 200    nora 200
api-agreements                POST   -                              403      403     201     nick 403   nora 201
api-deputies                  GET    -                              403      403     200     nick 200   ada 200
api-deputies                  POST   -                              403      403     400     nick 403   ada 201
api-deputy-revoke             POST   deputy                         403      403     404     nick 403   ada 200
api-calendar                  POST   -                              403      403     201     nick 201   nora 201
api-calendar                  DELETE  -                              403      403     204     nick 204   nora 204
api-agreement                 GET    agreement                      403      403     404     nick 200   nora 200
api-agreement                 PATCH  proposal                       403      403     404     nick 403   nora 200
api-agreement-parties         POST   proposal                       403      403     404     nick 403   nora 200
api-agreement-invitations     POST   proposal                       403      403     404     nick 403   nora 200
api-agreement-flows           POST   proposal                       403      403     404     nick 403   nora 200
api-agreement-terms           POST   proposal                       403      403     404     nick 403   nora 200
api-agreement-change          POST   proposal, term of proposal     403      403     404     nick 403   nora 200
api-agreement-remove          POST   proposal, term of proposal     403      403     404     nick 403   nora 200
api-agreement-sections        POST   proposal                       403      403     404     nick 403   nora 200
api-agreement-edit            POST   proposal, section of proposal  403      403     404     nick 403   nora 200
api-agreement-restore         POST   proposal, section of proposal  403      403     404     nick 403   nora 200
api-agreement-move            POST   proposal, section of proposal  403      403     404     nick 403   nora 200
api-agreement-leave-out       POST   proposal, section of proposal  403      403     404     nick 403   nora 400
api-agreement-put-back        POST   proposal, section of proposal  403      403     404     nick 403   nora 200
api-agreement-lock            POST   proposal, section of proposal  403      403     404     nick 403   nora 200
api-agreement-unlock          POST   proposal, section of proposal  403      403     404     nick 403   nora 200
api-agreement-comments        POST   proposal                       403      403     404     sam 404    nick 201
api-agreement-answer          POST   proposal, comment              403      403     404     sam 404    nick 200
api-agreement-resolve         POST   proposal, comment              403      403     404     nick 403   nora 200
api-agreement-reopen          POST   proposal, comment              403      403     404     nick 403   nora 200
api-agreement-attest          POST   proposal                       403      403     404     nick 403   nora 200
api-agreement-take-back-attestation  POST   proposal                       403      403     404     nick 403   nora 200
api-agreement-checklist       GET    proposal                       403      403     404     nick 200   nora 200
api-agreement-read-document   POST   proposal                       403      403     404     nick 403   nora 415
api-agreement-take-over       POST   proposal                       403      403     404     nick 403   nora 200
api-agreement-scan            POST   on paper                       403      403     404     nick 403   nora 415
api-agreement-ask-to-confirm  POST   on paper                       403      403     404     nick 403   nora 200
api-agreement-send-for-review  POST   proposal                       403      403     404     nick 403   nora 200
api-agreement-approve         POST   reviewed                       403      403     404     ada 403    priya 200
api-agreement-send-back       POST   offer                          403      403     404     nick 403   nora 200
api-agreement-send            POST   reviewed                       403      403     404     nick 403   nora 200
api-agreement-ask-again       POST   offer                          403      403     404     sam 403    nora 200
api-agreement-ask-for-time    POST   late                           403      403     404     nick 403   nora 200
api-agreement-sign            POST   offer                          403      403     404     ada 403    nora 200
api-agreement-decline         POST   offer                          403      403     404     nick 403   nora 200
api-agreement-cancel          POST   offer                          403      403     404     nick 403   nora 200
api-agreement-publish         POST   agreement                      403      403     404     nick 403   nora 200
api-agreement-unpublish       POST   agreement                      403      403     404     nick 403   nora 200
api-agreement-amend           POST   agreement                      403      403     404     nick 403   nora 201
api-agreement-renew           POST   agreement                      403      403     404     nick 403   nora 201
api-agreement-retract-end     POST   open                           403      403     404     nick 403   sam 200
api-agreement-offers          POST   open                           403      403     404     nick 403   nora 200
api-agreement-take-back       POST   open, joinder                  403      403     404     nick 403   nora 200
api-agreement-decline-to-join  POST   open, joinder                  403      403     404     nick 403   jo 204
api-agreement-join            POST   open, joinder                  403      403     404     nick 403   jo 200
api-agreement-withdraw        POST   agreement                      403      403     404     nick 403   nora 200
api-agreement-end             POST   agreement                      403      403     404     nick 403   nora 200
api-holders                   GET    -                              403      403     200     sam 200    alice 200
api-requests                  GET    -                              403      403     200     sam 200    alice 200
api-requests                  POST   -                              403      403     201     sam 403    alice 201
api-request                   GET    submitted                      403      403     404     stan 404   alice 200
api-request                   PATCH  draft                          403      403     404     sonia 404  alice 200
api-submit                    POST   draft                          403      403     404     sonia 404  alice 200
api-answer                    POST   questioned                     403      403     404     stan 404   alice 200
api-withdraw                  POST   submitted                      403      403     404     stan 404   alice 200
api-decision                  GET    matched                        403      403     404     nick 404   bob 200
api-candidates                GET    matched                        403      403     404     coral 403  bob 200
api-match                     POST   matched                        403      403     404     coral 403  bob 200
api-evidence                  POST   matched                        403      403     404     coral 403  bob 200
api-ask                       POST   matched                        403      403     404     coral 403  bob 200
api-approve                   POST   matched                        403      403     404     coral 403  bob 200
api-refuse                    POST   matched                        403      403     404     coral 403  bob 200
api-items                     GET    approved                       403      403     404     coral 403  bob 200
api-release                   POST   approved                       403      403     404     coral 403  bob 201
api-releases                  GET    -                              403      403     200     stan 200   alice 200
api-open                      GET    release                        403      403     404     stan 404   alice 200
api-open                      GET    release                        403      403     404     coral 403  bob 200
api-acknowledge               POST   release                        403      403     404     stan 404   alice 200
api-wishes                    GET    -                              403      403     200     coral 403  bob 200
api-wish                      GET    wish                           403      403     404     coral 404  bob 200
api-wish-answer               POST   wish                           403      403     404     coral 404  bob 200
api-recall                    POST   release                        403      403     404     coral 403  bob 200
api-guardian                  PATCH  mother                         403      403     404     priya 403  bob 200
api-revoke-consent            POST   consent                        403      403     404     nell 404   bob 200
api-log                       GET    -                              403      403     200     bob 403    audrey 200
"""
