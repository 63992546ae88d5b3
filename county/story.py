"""The county's story, and the walk through it.

Larkspur County, in an invented state, has two school districts, a community mental health center, a treatment program
for young people, child welfare, probation, a court, a sheriff, public health, a clinic, an after-school provider and a
shelter. Everyone and everything in it is invented.

**Mateo Ruiz-Halloran** is fifteen. He plays the trombone, goes to Cedar Hollow High School, and lives with his mother,
Lucía Ruiz, who speaks Spanish and has signed for him, and every other weekend with his father, Sean Halloran, whose
right to decide nobody has checked. In spring he and two friends took a boat without asking; the diversion agreement with
juvenile probation is nearly fulfilled. Since summer he sees Priya Raman at Larkspur Community Mental Health, where he
stands in the file as Mateo Halloran Ruiz.

**The walk** (every account has the password that `manage.py sign_ins` prints):

1. *priya.raman@larkspurmind.example*, mental health caseworker. Her work list has a draft: Mateo's attendance, discipline
   and special education, asked of Cedar Hollow School District, with the consent of his mother attached. Check the answers
   and send it.
2. *ruth.okafor@cedarhollow.example*, records custodian of the district. The request is in her queue. She finds whom Priya
   means although the last names are swapped. Attendance and discipline may be shared: the agreement
   "Schools and Community Mental Health Partnership" is in force and the consent covers them. Special education is not in
   the consent, and the page says so. She approves in part, chooses the items and releases.
3. *priya.raman@larkspurmind.example* opens the release, reads the notice on passing it on, acknowledges it and downloads it.
4. She then records that Lucía has revoked her consent. The release closes; opening it again says why.
5. *gwen.castellano@cedarhollow.example*, privacy officer of the district, finds all of it in the disclosure log, as well as the
   earlier request of juvenile probation that Ruth refused, and exports the log. *ingrid.voss@cedarhollow.example*, the
   auditor, can do the same and see no record.
6. *theo.brandt@cedarhollow.example*, Mateo's school counselor, sees Mateo's record and nothing of the request.
"""

from types import MappingProxyType

from county.consent_plans import ConsentPlan, Line
from county.young_people import Adult, Wanted

MATEO = Wanted(
    ("cedar", "mind", "probation"),
    15,
    15,
    facts=MappingProxyType(
        {
            "first": "Mateo",
            "middle": "",
            "last": "Ruiz-Halloran",
            "preferred": "",
            "sex": "male",
            "language": "Spanish",
            "address": "118 Trestle Street, Cedar Hollow",
            "town": "Cedar Hollow",
            "phone": "360-555-0177",
            "adults": (
                Adult("Lucía", "Ruiz", "mother", "Spanish", "360-555-0177"),
                Adult("Sean", "Halloran", "father", "English", "360-555-0178"),
            ),
            "spellings": (("mind", {"last": "Halloran Ruiz"}), ("probation", {"first": "Matt"})),
        }
    ),
)
MATEO_CONSENT = ConsentPlan(
    "mind",
    (Line("cedar", "mind", ("attendance", "discipline"), ("care_coordination",)),),
    signed=11,
    ends=240,
    language="es",
)
