"""The uniform consent form, version 2026-11, in Spanish. Published: a change of a word is a new version."""

TITLE = "Permiso para compartir información"

STATEMENTS = (
    (
        "what_this_is",
        "Para qué sirve este formulario",
        "Este formulario permite que las agencias nombradas en él compartan los expedientes nombrados en él "
        "sobre una persona joven. Dice que pueden compartir. No dice que deben hacerlo. "
        "Cada línea nombra una agencia que puede compartir y una agencia que puede recibir. "
        "Una línea no vale en la dirección contraria. "
        "Una línea incluye los expedientes que ya existen cuando empieza y los que se hacen mientras dura.",
    ),
    (
        "voluntary",
        "Usted elige",
        "Firmar es su decisión. Puede decir que sí a unas líneas y que no a otras. "
        "Ninguna casilla fue marcada antes de preguntarle. "
        "Lo que no está en la lista no se comparte con este formulario. "
        "Al firmar, usted no pierde ningún derecho.",
    ),
    (
        "named_agencies",
        "Quién puede ver los expedientes",
        "Cada línea nombra la agencia que puede recibir los expedientes. "
        "Allí solo pueden verlos las personas que los necesitan para las razones de esa línea. "
        "Ninguna agencia puede recibirlos aquí solo para pasarlos a otros.",
    ),
    (
        "sending_and_talking",
        "Enviar y hablar son dos decisiones",
        "Cada línea dice si las agencias pueden enviar documentos, hablar entre sí o las dos cosas. "
        "Si una línea solo les permite hablar, no se envía ningún documento. "
        "Si solo les permite enviar, no pueden hablar de los expedientes con este formulario.",
    ),
    (
        "conditioning_statement",
        "Los servicios no dependen de su firma",
        "Ninguna agencia puede hacer que el tratamiento, los pagos, la inscripción, la escuela o los beneficios "
        "dependan de su firma. Recibirá el mismo trato si firma y si no firma.",
    ),
    (
        "consequences_of_refusal",
        "Si dice que no",
        "Si dice que no, las agencias no comparten estos expedientes con este formulario. "
        "Tal vez necesiten más tiempo para ayudar, y cada una puede hacerle las mismas preguntas. "
        "Algunas leyes permiten u obligan a compartir sin permiso, por ejemplo en una emergencia, "
        "para denunciar un abuso o cuando un juez lo ordena. Eso sigue igual, con o sin este formulario.",
    ),
    (
        "right_to_revoke",
        "Puede dejar de compartir en cualquier momento",
        "Puede retirar este permiso en cualquier momento, todo o solo para una agencia. "
        "Escriba, llame o visite a la agencia que registró este formulario. "
        "Si tiene un enlace a su propia página, también puede hacerlo allí. "
        "Una carta o un mensaje por escrito siempre es suficiente. "
        "Si lo dice de palabra, se deja de compartir de inmediato y usted recibe una nota escrita que lo confirma. "
        "Lo que se compartió antes de ese día no se puede recuperar si una agencia ya actuó con esa información.",
    ),
    (
        "expiration",
        "Cuándo termina",
        "Cada línea termina el último día escrito en ella. Ninguna línea dura más de 12 meses. "
        "Una línea firmada antes de los 18 años de la persona joven termina antes de ese cumpleaños. "
        "Después decide la persona joven.",
    ),
    (
        "redisclosure_education",
        "Los expedientes escolares después de compartirlos",
        "La agencia que recibe expedientes escolares solo puede usarlos para la razón escrita en este formulario. "
        "No puede pasarlos a otros, a menos que usted esté de acuerdo o la ley lo permita (34 CFR 99.33).",
    ),
    (
        "redisclosure_health",
        "Los expedientes de salud después de compartirlos",
        "Los expedientes de atención por VIH, salud sexual o embarazo se comparten solo si una línea de este formulario "
        "dice “VIH, salud sexual y reproductiva”. "
        "Es posible que la agencia que recibe expedientes de salud los pase a otros. "
        "Entonces tal vez la regla federal de privacidad de la salud ya no los proteja (45 CFR 164.508). "
        "Otras leyes pueden seguir protegiéndolos. "
        "La copia que guarda una escuela puede pasar a ser un expediente escolar. "
        "Entonces el padre o la madre puede pedir verla.",
    ),
    (
        "redisclosure_part2",
        "Los expedientes de tratamiento por uso de sustancias después de compartirlos",
        "Los expedientes de tratamiento por uso de sustancias se comparten solo si una línea de este formulario "
        "dice “Uso de sustancias”. Después, la ley federal los sigue protegiendo (42 CFR Parte 2). "
        "La agencia que los recibe solo puede pasarlos a otros si usted está de acuerdo por escrito o si esa ley lo permite. "
        "Una regla es distinta. Una agencia de salud puede recibirlos para tratamiento, pagos o su propia administración. "
        "Entonces puede pasarlos a otros como lo permite la regla de privacidad de la salud, "
        "y es posible que la Parte 2 ya no los proteja. "
        "Nadie puede usarlos en contra de la persona joven en un proceso civil, penal, administrativo o legislativo. "
        "Para eso hace falta que la persona joven lo acepte en un formulario aparte, o la orden de un tribunal.",
    ),
    (
        "redisclosure_other",
        "Otros expedientes después de compartirlos",
        "Los expedientes de bienestar infantil, de un tribunal y otros siguen bajo las leyes que los protegen. "
        "La agencia que los recibe solo puede pasarlos a otros como lo permiten esas leyes.",
    ),
    (
        "not_on_this_form",
        "Para qué no sirve este formulario",
        "Este formulario no incluye notas de psicoterapia, notas de consejería por uso de sustancias ni expedientes "
        "de un servicio para víctimas. Cada uno necesita su propio formulario. "
        "No permite usar en un tribunal los expedientes de tratamiento por uso de sustancias. "
        "No permite compartir para todo tratamiento, pago o administración de servicios de salud que venga después. "
        "Cada línea vale solo para sus razones. "
        "Nadie recibe dinero por los expedientes y nadie puede usarlos para publicidad.",
    ),
    (
        "copy",
        "Su copia, y lo que se compartió",
        "Usted recibe de inmediato una copia de este formulario. "
        "Puede pedir ver lo que se comparte, recibir una copia y pedir que se corrijan los errores. "
        "Puede preguntar quién recibió qué y cuándo. "
        "La agencia que recibe expedientes de tratamiento por uso de sustancias recibe también una copia de este formulario.",
    ),
    (
        "who_signs",
        "Quién firma",
        "El padre, la madre, el tutor legal o la persona que cuida en lugar de los padres firma por una persona menor de 18 años. "
        "La persona joven firma sola, o junto con su padre o madre, cuando la ley lo dice. "
        "Desde los 18 años firma la persona joven. "
        "La agencia comprobó que la persona que firma tiene derecho a decidir.",
    ),
    (
        "language",
        "Idioma y ayuda",
        "Puede pedir que le lean este formulario en su idioma, con un intérprete, sin costo. "
        "Nunca se pide a un niño que interprete. Puede llevarse el formulario y decidir después.",
    ),
    (
        "attestation",
        "Al firmar",
        "He leído este formulario, o me lo leyeron en un idioma que entiendo. Respondieron a mis preguntas. "
        "Soy la persona nombrada abajo y tengo derecho a decidir. "
        "Si firmo en una pantalla, el nombre que escribo es mi firma. Puedo pedir papel en su lugar. "
        "Acepto que las agencias puedan compartir los expedientes de la lista de abajo, "
        "por las razones y hasta los días escritos allí.",
    ),
)

LABELS = {
    "date": r"j \d\e F \d\e Y",
    "heading": "Lo que usted acepta",
    "youth": "Persona joven: %(name)s, nacida el %(born)s",
    "line": "%(number)d. %(discloser)s puede compartir con %(recipient)s",
    "what": "Expedientes: %(categories)s",
    "why": "Razones: %(purposes)s",
    "when": "Desde el %(starts)s hasta el %(expires)s",
    "how_send": "Cómo: enviar documentos",
    "how_talk": "Cómo: hablar entre sí, sin enviar documentos",
    "how_both": "Cómo: enviar documentos y hablar entre sí",
    "sooner": "O antes: %(event)s",
    "service_ends": "cuando termine el servicio o el tratamiento",
    "leaves_school": "cuando la persona joven deje la escuela",
    "custody_changes": "cuando cambie la custodia o el hogar donde la agencia o un tribunal colocó a la persona joven",
    "case_closes": "cuando se cierre el caso",
    "initials": "Iniciales: %(initials)s",
    "not_shared": "Nada más se comparte con este formulario.",
    "interpreter": "Intérprete: %(name)s",
    "signed": "Firmado por %(name)s, %(capacity)s, el %(date)s",
    "emancipated_youth": "persona joven que decide como adulta",
    "grounds": "Con qué derecho: %(grounds)s",
    "minor_also": "%(name)s también firmó.",
    "on_screen": "Firmado en persona en una pantalla",
    "link": "Firmado en una pantalla en casa, con un enlace",
    "paper": "Firmado en papel",
    # A blank form, to be filled in with a pen.
    "to_fill_in": "Para llenar",
    "blank_help": "Marque y ponga sus iniciales solo en lo que acepta. Lo que no está marcado no se comparte.",
    "blank_name": "Nombre de la persona joven",
    "blank_born": "Fecha de nacimiento",
    "blank_line": "Línea %(number)d",
    "blank_discloser": "Agencia que puede compartir",
    "blank_recipient": "Agencia que puede recibir",
    "blank_records": "Expedientes (sus iniciales al lado de cada uno)",
    "blank_reasons": "Razones",
    "blank_how": "Cómo",
    "blank_send": "Enviar documentos",
    "blank_talk": "Hablar entre sí",
    "blank_from": "Desde (fecha)",
    "blank_through": "Hasta (fecha, a más tardar 12 meses después)",
    "blank_sooner": "O antes (si quiere; marque uno como máximo)",
    "blank_initials": "Iniciales",
    "blank_signature": "Firma",
    "blank_signer": "Nombre y derecho a decidir (por ejemplo: madre)",
    "blank_date": "Fecha",
    "blank_youth_signature": "Firma de la persona joven, si ella también firma",
    "blank_interpreter": "Intérprete (nombre), si alguien ayudó",
    "blank_seen": "Para la agencia: cómo se comprobó el derecho a decidir, y quién lo hizo",
    "blank_hash": "Texto (SHA-256)",
    # The paper's own words, beside what is filled in with a pen.
    "day_signed": "Fecha",
    "initials_box": "Iniciales",
}

CODES = {
    # Records
    "attendance": "Asistencia",
    "discipline": "Disciplina",
    "education": "Calificaciones, historial y otros expedientes escolares",
    "special_education": "Educación especial (IEP)",
    "school_health": "Expediente de salud escolar",
    "directory": "Información de directorio",
    "immunization": "Vacunas",
    "medical": "Salud general",
    "mental_health": "Salud mental",
    "sexual_health": "VIH, salud sexual y reproductiva",
    "substance_use": "Uso de sustancias",
    "child_welfare": "Bienestar infantil",
    "juvenile_justice": "Justicia juvenil",
    "law_enforcement_unit": "Expediente de una unidad policial de la escuela",
    "deidentified": "Datos que no identifican a nadie o datos agregados",
    "psychotherapy_notes": "Notas de psicoterapia",
    "sud_counseling_notes": "Notas de consejería por uso de sustancias",
    "victim_service": "Expediente de un proveedor de servicios para víctimas",
    "housing": "Situación de vivienda de una persona joven sin vivienda estable",
    # Records and reason
    "placement": "Colocación y cuidado fuera del hogar",
    # Reasons
    "treatment": "Tratamiento",
    "care_coordination": "Coordinación de la atención",
    "payment": "Pago",
    "health_care_operations": "Administración de servicios de salud",
    "educational_support": "Apoyo escolar",
    "enrollment": "Inscripción o traslado",
    "financial_aid": "Ayuda económica para estudios",
    "institutional_service": "Un servicio prestado para la agencia",
    "child_protection": "Protección de una persona menor",
    "reporting_abuse": "Denuncia de una sospecha de abuso o descuido",
    "health_or_safety_emergency": "Emergencia de salud o seguridad",
    "threat_assessment": "Evaluación de amenazas o seguridad escolar",
    "court_proceeding": "Proceso judicial o litigio",
    "proceeding_against_youth": "Proceso legal contra la persona joven",
    "juvenile_services": "Servicios para la persona joven antes de que un juez decida el caso",
    "supervision": "Supervisión por libertad condicional o por un tribunal",
    "investigation": "Investigación policial",
    "locate_person": "Búsqueda de un sospechoso, un testigo o una persona desaparecida",
    "school_discipline": "Disciplina escolar",
    "audit_or_evaluation": "Auditoría o evaluación",
    "study_for_school": "Estudio para la escuela, para mejorar la enseñanza",
    "research": "Investigación científica",
    "public_health": "Salud pública",
    "accreditation": "Acreditación",
    "benefits": "Inscripción en un beneficio público",
    "own_review": "Revisión por la familia o la persona joven",
    "public_reporting": "Informes públicos o planificación con datos agregados",
    "recruiting": "Reclutamiento militar",
    "employment": "Verificación para empleo, licencia o vivienda",
    "national_security": "Autorización de seguridad nacional",
    "news_or_publicity": "Noticias o publicidad",
    "marketing": "Publicidad u otro uso comercial",
    "unknown": "No se sabe",
    "personal": "Interés personal",
    "immigration_enforcement": "Control migratorio",
    # Who signs
    "parent": "padre o madre",
    "guardian": "tutor o tutora legal",
    "caretaker": "persona que cuida en lugar de los padres",
    "eligible_student": "estudiante que tiene 18 años o asiste a la universidad",
    "minor": "persona joven menor de 18 años",
    "adult_youth": "persona joven de 18 años o más",
    "child_welfare_agency": "agencia de bienestar infantil con custodia legal",
    "court_appointed": "persona nombrada por un tribunal para decidir",
    # By what right
    "custody": "Una orden de un tribunal o la ley estatal da la custodia de la persona joven",
    "education_decisions": "Una orden de un tribunal, o un documento válido según la ley estatal, permite decidir sobre la escuela",
    "medical_decisions": "Una orden de un tribunal, o un documento válido según la ley estatal, permite decidir sobre la salud",
    "placed_by_agency": "La agencia que tiene la custodia dejó a la persona joven a cargo de esta persona",
    "agreed_to_care": "El padre, la madre o quien está en su lugar aceptó esta atención",
    "care_alone": "La persona joven aceptó sola esta atención, como permite la ley estatal",
    "college": "La persona joven asiste a la universidad y ya no a la preparatoria (high school)",
    "emancipated": "Un tribunal o la ley estatal trata a la persona joven como adulta",
}
