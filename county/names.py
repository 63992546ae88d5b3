"""Names, streets and towns from which the county's families are made. Nobody here is meant to be anyone."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Naming:
    """How a family of one origin is named; `share` is its part of the county, in percent."""

    share: int
    languages: tuple[str, ...]
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    last: tuple[str, ...]
    two_last_names: bool = False


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


NAMINGS = (
    Naming(
        62,
        ("English",),
        _words(
            "Abigail Ada Alice Amelia Annika Ashlyn Audrey Beatrice Bethany Brianna Caroline Catherine Charlotte "
            "Chloe Clara Daisy Delia Eleanor Elizabeth Emily Emma Evelyn Faith Fiona Georgia Grace Hailey Hannah "
            "Harper Hazel Imogen Iris Ivy Jane Jessica Josephine Juliet Kaitlyn Katherine Laurel Leah Lillian Lucy "
            "Mabel Madeline Margaret Megan Mia Molly Naomi Nora Olive Paige Penelope Phoebe Rachel Rebecca Rosalind "
            "Ruby Samantha Savannah Sophia Stella Susannah Sylvia Tabitha Teagan Tess Victoria Violet Willa Zoe"
        ),
        _words(
            "Aaron Abram Adam Alexander Andrew Anthony Asher August Benjamin Bennett Caleb Calvin Cameron Charles "
            "Christopher Clayton Colin Connor Cooper Daniel David Declan Dominic Dylan Edward Eli Elliott Emmett "
            "Ethan Everett Felix Finn Franklin Gabriel Gavin George Graham Grant Griffin Harrison Henry Hudson Isaac "
            "Jack Jacob James Jasper Jonah Joseph Joshua Julian Kenneth Leo Levi Lincoln Logan Malcolm Matthew "
            "Maxwell Micah Michael Nathaniel Nicholas Noah Oliver Oscar Owen Patrick Peter Philip Quentin Reid Robert "
            "Rowan Samuel Sawyer Sebastian Silas Simon Spencer Theodore Thomas Timothy Tobias Walter Wesley William"
        ),
        _words(
            "Abernathy Aldridge Alvord Ashby Atwater Babbitt Bancroft Barlow Beckwith Bellweather Birdsall Blackwood "
            "Bramhall Brannigan Braddock Brightwater Burdock Calloway Carmody Chadwick Cloverdale Coldwell Copperfield "
            "Corrigan Cray Crowhurst Dabney Dalrymple Darrow Delaney Dillard Dovetail Drummond Dunleavy Eastlake "
            "Ellsworth Fairbanks Fallowfield Farrow Fenwick Fitch Foxglove Gallagher Garrity Gentry Gillespie "
            "Goodspeed Greenleaf Grimshaw Hadley Hargrove Hathaway Haverford Hawksworth Heatherton Holloway "
            "Honeycutt Ingersoll Jessup Kettleman Kilbride Kincaid Kirkbride Lachlan Langdale Larrabee Lockhart Loomis "
            "MacAllister Marchbanks Mayhew McAdoo McCready McTavish Merriweather Millhouse Monaghan Mossman Nethercott "
            "Nightingale Northcott O'Brien O'Halloran O'Shea Oakhurst Ormsby Pargeter Pemberton Penhallow Pettibone "
            "Pickering Quigley Quill Rafferty Ravenhill Redfern Rockwell Rutledge Sandoz Satterlee Seabrook Shaughnessy "
            "Silverthorn Stillwater Stoddard Tanglewood Thackeray Thistlewood Tillotson Tolliver Tredway Underhill "
            "Vandermeer Wadsworth Wainwright Waverly Weatherby Whitlock Wickersham Winslow Woodruff Wyckoff Yarborough"
        ),
    ),
    Naming(
        21,
        ("Spanish", "Spanish", "English"),
        _words(
            "Adriana Alejandra Alicia Ana Andrea Beatriz Camila Carmen Cecilia Daniela Elena Esmeralda Esperanza "
            "Gabriela Guadalupe Inés Isabel Jimena Josefina Julia Laura Lucía Luz Magdalena María Mariana Marisol "
            "Mercedes Natalia Paloma Pilar Renata Rosa Rosario Sofía Teresa Valentina Ximena Yolanda"
        ),
        _words(
            "Adrián Alejandro Alfonso Álvaro Andrés Antonio Arturo César Cristóbal Diego Eduardo Emiliano Enrique "
            "Esteban Felipe Fernando Francisco Gerardo Guillermo Héctor Ignacio Iván Javier Jesús Joaquín Jorge José "
            "Juan Leonardo Luis Manuel Marcos Mateo Miguel Octavio Pablo Rafael Ramón Ricardo Roberto Salvador Santiago"
        ),
        _words(
            "Aguirre Alarcón Arroyo Avendaño Balderas Barrientos Bautista Bermúdez Caballero Calderón Camacho Cárdenas "
            "Carranza Castañeda Cervantes Cisneros Contreras De_la_Cruz Delgado Domínguez Escamilla Espinoza Figueroa "
            "Fuentes Galindo Gallegos García Guerrero Gutiérrez Ibarra Jáuregui Lozano Maldonado Márquez Medrano "
            "Mendoza Montoya Navarro Núñez Ochoa Orozco Pacheco Palacios Quintero Rentería Ríos Rosales Ruiz Salazar "
            "Sandoval Solís Tejeda Trujillo Uribe Valdivia Velasco Villanueva Zamora Zúñiga"
        ),
        two_last_names=True,
    ),
    Naming(
        7,
        ("Ukrainian", "Russian", "English"),
        _words(
            "Alina Anastasia Daria Halyna Iryna Kateryna Larysa Mila Nadia Oksana Polina Sofiya Tamara Yulia"
        ),
        _words(
            "Andriy Artem Bohdan Danylo Denys Ihor Ivan Kyrylo Maksym Mykola Oleh Pavlo Roman Taras Vasyl"
        ),
        _words(
            "Bondarenko Danylchuk Havryliuk Horbach Klymenko Kovalchuk Lysenko Melnychenko Onyshchuk Petrenko "
            "Romaniuk Savchenko Shevchuk Tkachenko Yaremchuk Zelinsky"
        ),
    ),
    Naming(
        6,
        ("Vietnamese", "Tagalog", "English", "Marshallese"),
        _words("An Bich Celeste Hanh Lan Leilani Linh Luzviminda Mai Marikit Ngoc Nerisa Thao Tuyet"),
        _words("Anh Arnel Bao Crisanto Danilo Hieu Jericho Khanh Lino Minh Phuc Quang Thanh Tomás"),
        _words(
            "Agbayani Bautista Dang Dao Dela_Rosa Dinh Hoang Kabua Lam Langrin Luong Macaraeg Nguyen Phan Salonga Tran Vu"
        ),
    ),
    Naming(
        4,
        ("English", "Somali", "Amharic"),
        _words("Aaliyah Amina Aster Destiny Eden Fatima Hodan Imani Kezia Makeda Nia Safia Selam Zahra"),
        _words(
            "Abdi Bilal Dawit Elias Hassan Isaiah Jamal Kofi Liban Malik Omari Samatar Terrence Xavier Yusuf"
        ),
        _words(
            "Abdullahi Achebe Bekele Desta Farah Freeman Gebre Hersi Jama Mensah Okafor Osman Tadesse Warsame Whitfield"
        ),
    ),
)

MIDDLE = _words(
    "Ann Anne Blaine Cole Dawn Dean Drew Elise Faye Gail Grey Hope Jade James Jay Jean June Kay Lane Lee Louise "
    "Lynn Mae Marie Neil Paige Pearl Quinn Rae Rose Ray Reese Rue Scott Shane Skye True Vale Wynn"
)
STREETS = _words(
    "Alderbrook Bayview Beacon Camas Canneries Chinook Clearwater Cranberry Dogwood Eagle_Cliff Fernhill Ferry "
    "Foundry Gull_Rock Hemlock Heron Huckleberry Ironworks Juniper Kelp Ladder Larkspur Lighthouse Madrona Maple "
    "Mill Millrace Old_Quarry Orchard Osprey Pier Quail Railroad River Salal Sawmill Shoreline Spruce Tamarack "
    "Tideflat Trestle Trillium Vine Willow Wishbone"
)
STREET_KINDS = ("Street", "Avenue", "Lane", "Road", "Court", "Drive", "Place")
TEACHERS = _words(
    "Ms._Aldous Mr._Bexley Ms._Caro Mr._Drayton Ms._Eng Mr._Fontaine Ms._Gable Mr._Haines Ms._Ito Mr._Jorgensen "
    "Ms._Kessler Mr._Lund Ms._Moreau Mr._Nabors Ms._Olney Mr._Pruitt Ms._Quist Mr._Rourke Ms._Sayre Mr._Tolland "
    "Ms._Usher Mr._Varga Ms._Wren Mr._Yost"
)
TOWNS = ("Cedar Hollow", "Port Alder", "Tamarack Falls", "Kestrel Point", "Lower Larkspur", "Dunmore")
# Places after which the agencies of further districts are named when the county is loaded at a larger scale.
FURTHER_PLACES = _words(
    "Ashgrove Birchmont Coldspring Driftwood Elkhorn Fallbrook Glenhaven Harrowgate Inglewater Juniper_Bay "
    "Kettle_Rock Lockwood Marlow Netherby Oxbow Pinecrest Quarry_Hill Ravensford Saltmarsh Thornbury Umberfield "
    "Vinegar_Hill Westerly Yellowleaf"
)
