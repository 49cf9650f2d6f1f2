"""Words of which the names of a large sample are made; none of them names anything real."""

FIRST_WORDS = """Amber Brass Cinnamon Copper Dappled Drowsy Feathered Foggy Gingham Hollow Humming
Inky Jolly Knitted Lemon Lantern Marble Mellow Nutmeg Paper Patchwork Pebble Quiet Rainy Rusty
Saffron Silver Sleepy Spiral Velvet Wandering Woolen"""
SECOND_WORDS = """Acorn Anchor Badger Banjo Bobbin Button Candle Cricket Daisy Ferry Fiddle Gosling
Heron Inkwell Juniper Kettle Ladder Magpie Mitten Orchard Otter Pancake Parasol Pigeon Quill Robin
Sparrow Teapot Thimble Turnip Umbrella Walnut"""
FIRST, SECOND = FIRST_WORDS.split(), SECOND_WORDS.split()
PEOPLE = ["Dana Whitlock", "Ruth Abernathy", "Noor Ledger", "Ines Paperboat", "Otto Featherweight"]


def city(number: int) -> str:
    """Return a name of two words; the first 1,024 differ."""
    return f"{FIRST[number % len(FIRST)]} {SECOND[number // len(FIRST) % len(SECOND)]}"
