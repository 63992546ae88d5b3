"""Given names and the short, pet and translated names that go with them, in English and Spanish.

One line a family: every name of a line may stand for every other name of that line. A name may be in
several families (``alex`` is Alexander's and Alexandra's), and families do not run together through it.
"""

from functools import lru_cache

from youth.names import fold

_FAMILIES = """
aaron ron ronnie
abigail abby abbie gail
abraham abe bram abram
adelaide adela addie heidi
adrian adriano ade
adriana adri
alan al allan allen alain
albert al bert alberto beto
alejandro alex ale jandro sandro alexander alec xander sandy sasha
alexandra alex alejandra ale sandra sandy lexi lexie alexa sasha
alexis alex lexi lexie
alfonso poncho alphonso fonzo
alfred al fred freddie alfredo fredo
alice ali ally alicia licha
alison allison ali allie ally
amanda mandy
amelia amy millie mia
anastasia stacy ana tasia
andrea andie andy drea
andrew andy drew andres andre
angela angie angelina angeles
ann anne anna annie nan nancy ana anita hannah
anthony tony antonio toño tonio anton
antonia toni tonia toña
arthur art artie arturo turo
augustus gus august agustin augustin
barbara barb babs barbie
bartholomew bart bartolome bartolo
beatrice bea trixie beatriz betty
belinda linda bel
benjamin ben benny benji benjie benito
bernard bernie bernardo nardo
bradley brad
brandon bran
brenda bren
bryan brian
caleb cal
calvin cal
cameron cam
carlos charlie carlitos charles chuck chas chip carl
carolina caroline carol carrie caro lina
catherine kathy cathy kate katie katherine kathryn kat kitty cat catalina katharine kathleen cata
cecilia celia ceci cissy
cesar cesarito
charlotte charlie lottie lotte carlota
chelsea chels
christian chris cristian
christina chris tina chrissy christine christy kristina kristine kris cristina crissy cris
christopher chris kit topher christobal cristobal tobal
cynthia cindy cyndi
daniel dan danny dani
daniela dani danielle dany
darlene darla
david dave davey davy
deborah deb debbie debra debby
dennis denny denis
diana di diane
dolores lola loli lolita
dominic nick dom domingo mingo dominick
donald don donnie donny
dorothy dot dottie dolly dorotea
douglas doug
edgar ed edgardo
edward ed eddie ted teddy ned eduardo lalo edu eddy
eleanor ellie nell nora leonor elena eleanora nellie
elizabeth liz beth betty lizzie eliza libby elisa betsy bess lisa elisabeth isabel liza lisbeth
emily em emmy emilia emelia millie
emmanuel manny emanuel manuel manolo
enrique quique kike henry harry hank enriquito
eric erik rick erick
ernest ernie ernesto neto
esperanza espe pera hope
esteban steve stephen steven stevie stephan
eugene gene eugenio geno
evelyn eve evie lyn
ezekiel zeke
felipe phil phillip philip pip lipe
fernando nando fer ferdinand
florence flo flora florencia
frances fran francie franny francisca paca paquita
francis frank francisco paco pancho frankie kiko cisco
frederick fred freddy rick federico fede fritz fredrick
gabriel gabe gabi gabo
gabriela gabby gabi gabrielle gaby
genevieve gen jenny viv
george georgie jorge jorgito
gerald jerry gerry gerardo gera gerard
gilbert gil bert gilberto beto
gloria glo
graciela chela grace gracie
gregory greg gregorio goyo
guadalupe lupe lupita pita
guillermo memo guille william will bill billy liam willie willy
gustavo gus tavo
harold harry hal
hector tito
helen nell nellie elena lena helena ellen
herbert herb bert heriberto
hilary hil hillary
howard howie
ignacio nacho nash
isaac ike zac isaak
isabella isabel bella izzy isa isabelle belle chabela ysabel
isaiah ike zay
jack john jackie
jacob jake jacobo coby jakob
jacqueline jackie jacky jacquelyn
james jim jimmy jamie jaime jem
jane janie jean juana janet jan
janet jan jannet
jason jay jase
javier javi xavier xavi
jeffrey jeff geoff geoffrey jeffery
jennifer jen jenny jenna
jeremiah jeremy jerry jem jeremias
jessica jess jessie yesica
jesus chuy chucho
joanna jo joan joanne joana
joaquin quino joaco
jonathan jon nathan johnny jonny john johnathan
john johnny jack juan juanito jon
jose pepe joseph joe joey chepe josecito josue
josephine jo josie josefina fina pepa
joshua josh josue
juan juanito juancho john
judith judy judi
julia jules julie juliana
julian jules julio
justin tino justino
karen kari
katrina trina kat
kenneth ken kenny
kevin kev
kimberly kim kimmy
kristen kris kristin krissy
lawrence larry laurence lorenzo lencho loren lars
leonard leo len lenny leonardo
leonel leo lionel
leticia lety letty letitia
lillian lily lil lilly liliana lili
louis lou louie luis lucho lewis
louise lou luisa lulu
lucas luke luca lucky
lucia lucy lucille luz chia
luis lucho luisito
madeline maddie madeleine maddy magdalena
magdalena magda lena nena
manuel manny manolo manu
marcus mark marcos marc marco
margaret maggie meg peggy marge margie greta margarita rita daisy margo
maria mary mari maru marie mariquita
mariajose marijose
mariateresa maritere mayte
mario mayo
martha marty marta
martin marty
mary molly polly mamie maria marie
matthew matt mateo matty matias mathew
maurice mo mauricio mauro
maximilian max maximiliano maximo
maxwell max
megan meg meghan
melanie mel
melissa mel missy lissa
mercedes meche merche
michael mike mickey mick miguel micky mikey miguelito
michelle shelly chelle michele mich
mildred millie
mitchell mitch
mohammed mo mohamed muhammad mohammad muhammed
monica moni
nathaniel nate nathan nat natanael
natalie nat natalia tasha nati
nicholas nick nicky nico nicolas
nicole nikki nicky nicola nic
octavio tavo
olivia liv livvy ollie
oliver ollie
oscar ozzie
pamela pam
patricia pat patty tricia trish pati patsy
patrick pat paddy patricio pato
paul pablo pablito paulie
paula pau paulina
pedro pete peter perico petey
penelope penny
peter pete petey
phillip phil felipe philip
priscilla cilla prissy
rafael rafa rafe ralph raphael
raul rulo
ramon moncho ray
randall randy randolph
raquel rachel rachael kela rae
raymond ray raimundo mundo ramon
rebecca becky becca beck rebeca
refugio cuca cuco
reginald reggie reg
ricardo rick ricky richard rich dick richie cardo rico
robert rob bob bobby robbie bert roberto beto
roberta bobbie robbie
rodolfo rudy fito rudolph rolf
rodrigo rod rodri rigo roderick
roger rog rogelio
roland rollie rolando rolo
ronald ron ronnie ronny
rosa rose rosie rosita rosalie
rosario chayo charo
rosemary rose rosie romy
roxanne roxy roxana
ruben rube benny
russell russ rusty
salvador chava sal salva
samantha sam sammy
samuel sam sammy
santiago santi chago diego james tiago
sarah sally sara sadie
sebastian seb bas sebas chano
sergio checo
shannon shan
sharon shari
sofia sophia sophie sofi sophy
soledad sole chole
solomon sol
stanley stan
stephanie steph stefanie estefania stephie fani stefany
sylvia sil silvia
susan sue susie suzy suzanne susana susanna
tabitha tabby
tamara tammy tami
teresa terry tess tessa theresa tere teresita
theodore ted teddy theo teodoro teo
thomas tom tommy tomas tomasito
timothy tim timmy timoteo
tobias toby
tyler ty
tyrone ty
valentina val vale tina
valerie val valeria
vanessa nessa vane
veronica ronnie vero roni
vicente chente vince vincent vinny
victor vic vik
victoria vicky tori vicki viki
virginia ginny ginger
vivian viv bibiana viviana
walter walt wally gualterio
wendy wen
wesley wes
yesenia yesi
yolanda yoli yola
zachary zach zack zac zachariah zak zacarias
"""


_LINES = tuple(tuple(fold(name) for name in line.split()) for line in _FAMILIES.strip().splitlines())


def _lines_by_name() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_LINES):
        for name in line:
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


_LINES_OF = _lines_by_name()


def are_nicknames(one: str, other: str) -> bool:
    """Whether two different folded given names may be used for the same person."""
    return one != other and not _of(one).isdisjoint(_of(other))


@lru_cache(maxsize=4096)
def nicknames_of(name: str) -> frozenset[str]:
    """Every other name that a person with this folded given name may go by; empty when none is known."""
    return frozenset(known for number in _of(name) for known in _LINES[number]) - {name}


def _of(name: str) -> frozenset[int]:
    return _LINES_OF.get(name, frozenset())
