"""The uniform consent form, version 2026-11, in Spanish. Published: a change of a word is a new version."""

TITLE = "Permiso para compartir información"

STATEMENTS = (
    (
        "what_this_is",
        "Para qué sirve este formulario",
        "Este formulario permite que las agencias nombradas en él compartan los expedientes nombrados en él "
        "sobre una persona joven. Dice que pueden compartir. No dice que deben hacerlo. "
        "Cada línea nombra una agencia que puede compartir y una agencia que puede recibir. "
        "Una línea no vale en la dirección contraria.",
    ),
    (
        "voluntary",
        "Usted elige",
        "Firmar es su decisión. Puede decir que sí a unas líneas y que no a otras. "
        "Ninguna casilla fue marcada antes de preguntarle. "
        "Lo que no está en la lista no se comparte con este formulario.",
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
        "Escriba, llame o visite a la agencia que registró este formulario, o a cualquier agencia nombrada en él. "
        "Una carta o un mensaje por escrito siempre es suficiente. "
        "Si lo dice de palabra, se deja de compartir de inmediato y usted recibe una nota escrita que lo confirma. "
        "Lo que se compartió antes de ese día no se puede retirar si una agencia ya actuó con esa información.",
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
        "La agencia que recibe expedientes de salud puede pasarlos a otros. "
        "Entonces es posible que la regla federal de privacidad de la salud ya no los proteja (45 CFR 164.508). "
        "Otras leyes pueden seguir protegiéndolos.",
    ),
    (
        "redisclosure_part2",
        "Los expedientes de tratamiento por uso de sustancias después de compartirlos",
        "Los expedientes de tratamiento por uso de sustancias se comparten solo si una línea de este formulario "
        "dice “Uso de sustancias”. La ley federal los sigue protegiendo (42 CFR Parte 2). "
        "La agencia que los recibe no puede pasarlos a otros, a menos que usted esté de acuerdo por escrito o esa ley lo permita. "
        "Una agencia de salud que los recibe para tratamiento, pagos o su propia administración puede pasarlos "
        "como lo permite la regla de privacidad de la salud. "
        "No se pueden usar en contra de la persona joven en un proceso civil, penal, administrativo o legislativo, "
        "a menos que la persona joven lo acepte en un formulario aparte o un tribunal lo ordene.",
    ),
    (
        "not_on_this_form",
        "Para qué no sirve este formulario",
        "Este formulario no incluye notas de psicoterapia, notas de consejería por uso de sustancias ni expedientes "
        "de un servicio para víctimas. Cada uno necesita su propio formulario. "
        "No permite usar en un tribunal los expedientes de tratamiento por uso de sustancias. "
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
        "Acepto que las agencias compartan los expedientes de la lista, por las razones y hasta los días escritos allí.",
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
    "custody_changes": "cuando cambie la custodia o el lugar donde vive",
    "case_closes": "cuando se cierre el caso",
    "initials": "Iniciales: %(initials)s",
    "not_shared": "Nada más se comparte con este formulario.",
    "interpreter": "Intérprete: %(name)s",
    "signed": "Firmado por %(name)s, %(capacity)s, el %(date)s",
    "minor_also": "%(name)s también firmó.",
    "on_screen": "Firmado en persona en una pantalla",
    "link": "Firmado en una pantalla en casa, con un enlace",
    "paper": "Firmado en papel",
    # The copy's own words, after what was signed.
    "evidence": "Constancia de la firma",
    "method": "Cómo se firmó",
    "recorded_by": "Registrado por",
    "authority": "Derecho a decidir",
    "hash": "Huella del texto firmado (SHA-256)",
    "standing": "Cómo está cada línea el %(day)s",
    "records": "Expedientes",
    "recipient": "Con quién",
    "state": "Estado",
    "day_signed": "Fecha",
    "in_force": "Vigente",
    "ends_soon": "Vigente, termina pronto",
    "not_begun": "Aún no comienza",
    "unconfirmed": "Falta que lo confirme una segunda persona",
    "paused": "En pausa: la persona joven ya tiene 18 años",
    "ended": "Terminada",
    "revoked": "Retirada",
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
    "substance_use": "Uso de sustancias",
    "child_welfare": "Bienestar infantil",
    "juvenile_justice": "Justicia juvenil",
    "law_enforcement_unit": "Expediente de una unidad policial de la escuela",
    "housing": "Situación de vivienda de un joven sin hogar estable",
    # Records and reason
    "placement": "Colocación y cuidado fuera del hogar",
    # Reasons
    "treatment": "Tratamiento",
    "care_coordination": "Coordinación del cuidado",
    "payment": "Pago",
    "health_care_operations": "Administración de servicios de salud",
    "educational_support": "Apoyo escolar",
    "enrollment": "Inscripción o traslado",
    "financial_aid": "Ayuda económica para estudios",
    "institutional_service": "Un servicio prestado para la agencia",
    "child_protection": "Protección de un menor",
    "reporting_abuse": "Denuncia de una sospecha de abuso o descuido",
    "health_or_safety_emergency": "Emergencia de salud o seguridad",
    "threat_assessment": "Evaluación de amenazas o seguridad escolar",
    "court_proceeding": "Proceso judicial",
    "proceeding_against_youth": "Proceso legal contra la persona joven",
    "juvenile_services": "Servicios para la persona joven antes de un juicio",
    "supervision": "Supervisión por libertad condicional o por un tribunal",
    "investigation": "Investigación policial",
    "locate_person": "Búsqueda de una persona",
    "school_discipline": "Disciplina escolar",
    "audit_or_evaluation": "Auditoría o evaluación",
    "study_for_school": "Estudio para la escuela",
    "research": "Investigación científica",
    "public_health": "Salud pública",
    "accreditation": "Acreditación",
    "benefits": "Inscripción en un beneficio público",
    "own_review": "Revisión por la familia o la persona joven",
    "public_reporting": "Informes públicos con datos sin nombres",
    "recruiting": "Reclutamiento militar",
    "employment": "Verificación para empleo, licencia o vivienda",
    "national_security": "Autorización de seguridad nacional",
    "news_or_publicity": "Noticias o publicidad",
    "personal": "Interés personal",
    "immigration_enforcement": "Control migratorio",
    # Who signs
    "parent": "padre o madre",
    "guardian": "tutor legal",
    "caretaker": "persona que cuida en lugar de los padres",
    "eligible_student": "estudiante que tiene 18 años o asiste a la universidad",
    "minor": "persona joven menor de 18 años",
    "adult_youth": "persona joven de 18 años o más",
    "child_welfare_agency": "agencia de bienestar infantil con custodia legal",
    "court_appointed": "persona nombrada por un tribunal para decidir",
}
