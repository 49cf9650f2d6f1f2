"""The whole application form, filled in as a visitor would."""

from tests.make import PDF


def proceed(page):
    page.get_by_role("button", name="Save and continue").last.click()


def heading(page):
    return page.get_by_role("heading", level=1).inner_text()


def fill_people(page):
    for group, person in [
        ("Contact", "Dana Whitlock"),
        ("Who may sign for your organization", "Ruth Abernathy"),
        ("Who handles money", "Noor Ledger"),
    ]:
        box = page.get_by_role("group", name=group)
        box.get_by_label("Name").fill(person)
        box.get_by_label("E-mail").fill(f"{person.split()[0].lower()}@larkspur.example")
        if box.get_by_label("Role").count():
            box.get_by_label("Role").fill("Director")
        if box.get_by_label("Phone").count():
            box.get_by_label("Phone").fill("415 555 2671")
    page.get_by_label("We would hire someone").check()


def fill_in(page, name, folder):
    """Go from the page that says how to apply through every section, up to the review."""
    page.get_by_role("link", name="Start your application").click()
    page.get_by_label("Your e-mail address").fill("dana@larkspur.example")
    page.get_by_role("button", name="Start").click()

    page.get_by_label("Organization", exact=True).fill(name)
    page.get_by_label("ZIP code").fill("1234")
    proceed(page)
    assert "You typed “1234”." in page.locator("#id_zip_error").inner_text()
    page.get_by_label("ZIP code").fill("83702")
    page.get_by_label("School district").check()
    page.get_by_label("Street address").fill("410 Cottonwood Way")
    page.get_by_label("City", exact=True).fill("Boise")
    page.get_by_label("State").select_option("Idaho")
    page.get_by_label("No, on our own").check()
    proceed(page)

    assert heading(page) == "Region and districts"
    page.get_by_label("I am not sure").check()
    page.get_by_role("textbox", name="District").fill("Two Rivers Elementary")
    page.get_by_role("button", name="Add a district").click()
    assert page.get_by_label("I am not sure").is_checked()
    page.get_by_role("button", name="Remove district 2").click()
    proceed(page)

    for label in ["For how many years", "How many professional", "How many people"]:
        page.get_by_label(label).fill("1,200")
    page.get_by_label("For whom do you host it").fill("Teachers of grades 6 to 12.")
    (folder / "calendar.pdf").write_bytes(PDF)
    page.get_by_label("Choose a file").set_input_files(folder / "calendar.pdf")
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("link", name="calendar.pdf").wait_for()
    proceed(page)

    fill_people(page)
    proceed(page)
    assert heading(page) == "Funding"
    page.get_by_label("Which funding streams").fill("A bake sale.")
    page.get_by_label("No", exact=True).check()
    page.get_by_label("How would these costs").fill("A loan.")
    page.get_by_label("Within 30 days").check()
    proceed(page)

    page.get_by_label("Join one that exists").check()
    page.get_by_label("Which community").fill("The chapter in Boise")
    page.get_by_label("How would you bring").fill("With pie.")
    proceed(page)

    assert heading(page) == "Commitments"
    for box in page.locator("form .form-check-input").all():
        box.check()
    proceed(page)

    for number in (1, 2):
        row = page.get_by_role("group", name=f"Reference {number}")
        row.get_by_label("Name").fill(f"Ines {number}")
        row.get_by_label("Organization").fill("Marmalade University")
        row.get_by_label("How they know").fill("Summer institutes")
        row.get_by_label("E-mail").fill(f"ines{number}@marmalade.example")
    proceed(page)

    assert heading(page) == "Review and send"


def send(page):
    page.get_by_label("I may speak for").check()
    page.get_by_role("button", name="Send the application").click()
    page.get_by_role("heading", name="We have your application").wait_for()
