"""The separate forms, version 2026-11, in Spanish: for what may not stand on the uniform form. Published wording.

Each kind has its title, its statements, and the blanks that are filled in with a pen.
"""

_YOU_CHOOSE = (
    "voluntary",
    "Usted elige",
    "Firmar es su decisión. Al firmar, usted no pierde ningún derecho. Puede firmar solo este formulario, o ninguno.",
)
_SERVICES = (
    "conditioning_statement",
    "Los servicios no dependen de su firma",
    "Nadie puede hacer que el tratamiento, los pagos, la inscripción o los beneficios dependan de su firma. "
    "Si dice que no, estos expedientes no se comparten con este formulario, y usted recibe el mismo trato.",
)
_STOP = (
    "right_to_revoke",
    "Puede dejar de compartir en cualquier momento",
    "Puede retirar este permiso en cualquier momento. Escriba a la agencia que puede compartir los expedientes. "
    "También puede llamar o ir allí: se deja de compartir de inmediato y usted recibe una nota que lo confirma. "
    "Lo que se compartió antes de ese día no se puede recuperar si alguien ya actuó con esa información.",
)
_ENDS = (
    "expiration",
    "Cuándo termina",
    "Termina el día o con el hecho que usted escribe abajo. Sin un día o un hecho, el formulario no vale.",
)
_SIGNS = (
    "who_signs",
    "Quién firma",
    "Firma quien puede decidir por ley sobre estos expedientes: el padre, la madre o el tutor, la persona joven, "
    "o la persona joven junto con uno de ellos. "
    "Desde los 18 años firma la persona joven.",
)
_HELP = (
    "language",
    "Idioma y ayuda",
    "Puede pedir que le lean este formulario en su idioma, sin costo. Nunca se pide a un niño que interprete. "
    "Usted recibe de inmediato una copia de este formulario.",
)
_ATTEST = (
    "attestation",
    "Al firmar",
    "He leído este formulario, o me lo leyeron en un idioma que entiendo. Respondieron a mis preguntas. "
    "Tengo derecho a decidir. Acepto lo que está escrito abajo.",
)
_WHERE_KEPT = (
    "where_kept",
    "Quién guarda este formulario",
    "La agencia que puede compartir los expedientes guarda el papel firmado al menos seis años después de que termine. "
    "El Portal Compartir no guarda estos expedientes ni una copia de este papel.",
)
_PART2_SHARED = (
    "redisclosure_part2",
    "Después de compartir",
    "La ley federal sigue protegiendo estos expedientes después de compartirlos (42 CFR Parte 2). "
    "Quien los recibe solo puede pasarlos a otros si usted está de acuerdo por escrito o si esa ley lo permite. ",
)
_WHO_WHAT = (
    "Nombre de la persona joven y fecha de nacimiento",
    "Quién puede compartir (nombre de la agencia o persona)",
    "Quién puede recibir (nombre de la agencia o persona)",
)
_UNTIL = ("Para qué", "Termina este día, o con este hecho")

FORMS = {
    "psychotherapy_notes": (
        "Permiso para compartir notas de psicoterapia",
        (
            (
                "what_this_is",
                "Para qué sirve este formulario",
                "Las notas de psicoterapia son lo que escribe un terapeuta sobre una conversación con su cliente y guarda "
                "aparte del resto del expediente (45 CFR 164.501). Este formulario permite que la persona nombrada abajo "
                "comparta esas notas. Dice que puede compartirlas. No dice que debe hacerlo. Es solo para estas notas "
                "y no se une a un formulario para otros expedientes (45 CFR 164.508(b)(3)).",
            ),
            _YOU_CHOOSE,
            _SERVICES,
            _STOP,
            _ENDS,
            (
                "redisclosure_health",
                "Después de compartir",
                "Es posible que quien recibe las notas las pase a otros. Entonces tal vez la regla federal de privacidad de "
                "la salud ya no las proteja (45 CFR 164.508). Otras leyes pueden seguir protegiéndolas.",
            ),
            _SIGNS,
            _HELP,
            _WHERE_KEPT,
            _ATTEST,
        ),
        (*_WHO_WHAT, "Cuáles notas (quién las escribió, desde cuándo y hasta cuándo)", *_UNTIL),
    ),
    "counseling_notes": (
        "Permiso para compartir notas de consejería por uso de sustancias",
        (
            (
                "what_this_is",
                "Para qué sirve este formulario",
                "Las notas de consejería por uso de sustancias son lo que escribe un consejero sobre una conversación con "
                "su cliente y guarda aparte del resto del expediente (42 CFR 2.11). Este formulario permite que el programa "
                "nombrado abajo comparta esas notas. Dice que puede compartirlas. No dice que debe hacerlo. "
                "Es solo para estas notas y no se une a un formulario para otros expedientes (42 CFR 2.31(b)).",
            ),
            _YOU_CHOOSE,
            _SERVICES,
            _STOP,
            _ENDS,
            (
                *_PART2_SHARED[:2],
                _PART2_SHARED[2]
                + "Con este formulario nadie puede usarlos en contra de la persona joven en un tribunal ni en otro proceso legal.",
            ),
            _SIGNS,
            _HELP,
            _WHERE_KEPT,
            _ATTEST,
        ),
        (*_WHO_WHAT, "Cuáles notas (quién las escribió, desde cuándo y hasta cuándo)", *_UNTIL),
    ),
    "legal_proceedings": (
        "Permiso para usar expedientes de uso de sustancias en un proceso legal",
        (
            (
                "what_this_is",
                "Para qué sirve este formulario",
                "La ley federal no deja usar en un tribunal los expedientes de tratamiento por uso de sustancias "
                "(42 CFR Parte 2). Este formulario permite usar los expedientes nombrados abajo en el único caso nombrado "
                "abajo. El caso puede ser civil, penal, administrativo o legislativo. Allí se pueden usar en contra de la "
                "persona joven. Dice que se pueden usar. No dice que se deben usar. "
                "No se une a un formulario para ninguna otra razón (42 CFR 2.31(d)).",
            ),
            (
                "advice",
                "Pregunte antes a un abogado",
                "Puede hablar con un abogado antes de firmar. Sin este formulario, un juez debe decidir antes "
                "si se pueden usar los expedientes.",
            ),
            _YOU_CHOOSE,
            _SERVICES,
            _STOP,
            _ENDS,
            (
                *_PART2_SHARED[:2],
                _PART2_SHARED[2] + "Se pueden usar en el caso nombrado abajo y en ningún otro.",
            ),
            _SIGNS,
            _HELP,
            _WHERE_KEPT,
            _ATTEST,
        ),
        (
            *_WHO_WHAT,
            "Cuáles expedientes (de qué tipo, desde cuándo y hasta cuándo)",
            "En qué caso (tribunal u oficina, y número)",
            *_UNTIL,
        ),
    ),
}
