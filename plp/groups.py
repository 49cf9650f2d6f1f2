"""Who of the staff may do what: the one table, which `migrate` makes into groups.

It stands on the roof because it names records of all apps. Whoever holds no row of it sees nothing
in the admin; a record that the admin shows and no row names fails a test.
"""

SEE = "view"
MEND = "view change"
ADD = "view add change"
ALL = "view add change delete"
NO = ""

ADMINISTRATOR = "Administrator"  # everything that the table names, and so no column
COLUMNS = ["Viewer", "Reviewer", "Finance", "Program staff"]

TABLE = {
    # What the program says and asks
    "applications.program": (SEE, SEE, SEE, ALL),
    "applications.terms": (SEE, SEE, SEE, ALL),
    "applications.round": (SEE, SEE, SEE, ALL),
    "applications.faqentry": (SEE, SEE, SEE, ALL),
    "applications.question": (SEE, SEE, SEE, ALL),
    "applications.programyear": (SEE, SEE, SEE, ALL),
    "applications.programevent": (SEE, SEE, SEE, ALL),
    "applications.attendingstate": (SEE, SEE, SEE, ALL),
    "applications.commitment": (SEE, SEE, SEE, ALL),
    "applications.requirement": (SEE, SEE, SEE, ALL),
    "applications.schoolyear": (SEE, SEE, SEE, ALL),
    "applications.course": (SEE, SEE, SEE, ALL),
    "applications.fundingterms": (SEE, NO, ALL, ALL),
    # Where
    "applications.pin": (SEE, SEE, NO, ALL),
    "applications.region": (SEE, SEE, SEE, ALL),
    "applications.county": (SEE, SEE, NO, ALL),
    "applications.district": (SEE, SEE, NO, ALL),
    "applications.zipcode": (SEE, SEE, NO, SEE),
    "applications.interest": (SEE, NO, NO, f"{ALL} export"),
    # Who applies
    "applications.draft": (SEE, NO, NO, f"{ALL} export"),
    "applications.application": (
        f"{SEE} read_private",
        SEE,
        NO,
        f"{ALL} read_private decide export",
    ),
    "applications.applicationstatuschange": (SEE, SEE, NO, SEE),
    "applications.changerequest": (SEE, SEE, NO, SEE),
    "applications.offer": (SEE, SEE, NO, f"{SEE} export"),
    "applications.note": (SEE, "view add", NO, "view add"),
    "applications.attachment": (SEE, SEE, NO, "view delete"),
    # What staff think of them
    "applications.criterion": (SEE, SEE, NO, ALL),
    "applications.review": (f"{SEE} read_all", "view add", NO, "view add read_all"),
    "applications.reviewassignment": (SEE, SEE, NO, ALL),
    "applications.assignmentbatch": (SEE, NO, NO, SEE),
    "applications.recusal": (SEE, "view add", NO, "view add delete"),
    "applications.interview": (SEE, SEE, NO, f"{ADD} export"),
    "applications.referencerequest": (SEE, SEE, NO, f"{ADD} export"),
    "applications.decision": (SEE, NO, NO, ADD),
    "applications.announcement": (SEE, NO, NO, "view add"),
    "applications.notthesame": (SEE, NO, NO, "view add delete"),
    # Who is a partner
    "applications.partner": (SEE, NO, SEE, f"{ADD} end export"),
    "applications.membership": (SEE, NO, SEE, ALL),
    "applications.partneryear": (SEE, NO, SEE, MEND),
    "applications.partneryearstatuschange": (SEE, NO, SEE, SEE),
    "applications.partnerrequirement": (SEE, NO, SEE, ADD),
    "applications.requirementproposal": (SEE, NO, SEE, "view add"),
    "applications.eventexception": (SEE, NO, SEE, ALL),
    "applications.onboardingitem": (SEE, NO, NO, ALL),
    "applications.onboardingdone": (SEE, NO, NO, SEE),
    "applications.confirmation": (SEE, NO, SEE, f"{MEND} export"),
    "applications.confirmationfile": (SEE, NO, SEE, "view delete"),
    "applications.progresscall": (SEE, NO, NO, f"{ADD} export"),
    "applications.callaction": (SEE, NO, NO, ALL),
    "applications.annualreport": (SEE, NO, SEE, SEE),
    "applications.partnerletter": (SEE, NO, NO, "view add"),
    # Workshops
    "workshops.workshop": (SEE, NO, SEE, f"{MEND} export run"),
    "workshops.workshopstatuschange": (SEE, NO, SEE, SEE),
    "workshops.session": (SEE, NO, SEE, SEE),
    "workshops.countedanyway": (SEE, NO, SEE, ADD),
    "workshops.assignment": (SEE, NO, SEE, SEE),
    "workshops.enrollment": (SEE, NO, NO, f"{SEE} export read_private"),
    "workshops.attendance": (SEE, NO, SEE, MEND),
    "workshops.walkin": (SEE, NO, NO, SEE),
    "workshops.feedback": (SEE, NO, NO, f"{SEE} export"),
    "workshops.feedbackquestion": (SEE, NO, NO, ALL),
    "workshops.certificate": (SEE, NO, NO, SEE),
    "workshops.planningwishes": (SEE, NO, NO, ADD),
    "workshops.blackout": (SEE, NO, NO, ALL),
    "workshops.workshoprules": (SEE, NO, NO, ALL),
    "workshops.checklistitem": (SEE, NO, NO, ALL),
    "workshops.supply": (SEE, NO, NO, MEND),
    "workshops.venuesheet": (SEE, NO, NO, MEND),
    # Money: staff decide on requests, finance pays; who reviews applications sees none of it
    "workshops.reimbursement": (SEE, NO, f"{SEE} export", f"{SEE} export decide"),
    "workshops.reimbursementstatuschange": (SEE, NO, SEE, SEE),
    "workshops.reimbursementline": (SEE, NO, SEE, SEE),
    "workshops.reimbursementfile": (SEE, NO, SEE, "view delete"),
    "workshops.fundedteacher": (SEE, NO, SEE, SEE),
    "workshops.paymentbatch": (SEE, NO, f"{SEE} pay", SEE),
    "workshops.paymentbatchfile": (SEE, NO, SEE, SEE),
    "workshops.payable": (SEE, NO, f"{SEE} export", f"{SEE} export"),
    "workshops.payablestatuschange": (SEE, NO, SEE, SEE),
    "workshops.payableline": (SEE, NO, SEE, SEE),
    "workshops.payablefile": (SEE, NO, SEE, SEE),
    "workshops.objection": (SEE, NO, SEE, SEE),
    "workshops.taxthreshold": (SEE, NO, ALL, SEE),
    "workshops.taxform": (SEE, NO, SEE, SEE),
    "workshops.programbudget": (SEE, NO, ALL, SEE),
    "workshops.fundingtarget": (SEE, NO, SEE, ALL),
    "workshops.fundingneed": (SEE, NO, SEE, SEE),
    "workshops.otherfunding": (SEE, NO, SEE, SEE),
    # Teachers and community
    "workshops.teacher": (SEE, NO, NO, f"{ADD} export"),
    "workshops.cohort": (SEE, NO, SEE, ALL),
    "workshops.cohortteacher": (SEE, NO, SEE, ALL),
    "workshops.eventregistration": (SEE, NO, NO, f"{ADD} export read_private"),
    "workshops.communityevent": (SEE, NO, NO, f"{ADD} export"),
    "workshops.communityeventstatuschange": (SEE, NO, NO, SEE),
    "workshops.communityeventfile": (SEE, NO, NO, "view delete"),
    # Facilitators
    "facilitators.facilitator": (SEE, NO, SEE, f"{ADD} export"),
    "facilitators.suggestion": (SEE, NO, NO, f"{MEND} export"),
    "facilitators.accreditation": (SEE, NO, SEE, f"{ADD} export"),
    "facilitators.unavailability": (SEE, NO, NO, ALL),
    "facilitators.inquiry": (SEE, NO, NO, MEND),
    "facilitators.contracttemplate": (SEE, NO, SEE, ALL),
    "facilitators.contract": (SEE, NO, SEE, f"{SEE} export override"),
    "facilitators.contractfile": (SEE, NO, SEE, SEE),
    "facilitators.signature": (SEE, NO, SEE, SEE),
    # People and mail
    "core.user": (SEE, NO, NO, SEE),
    "auth.group": (SEE, NO, NO, SEE),
    "core.invitation": (SEE, NO, NO, MEND),
    "core.message": (SEE, NO, NO, MEND),
    "core.mailtext": (SEE, NO, NO, MEND),
    # What is held of people; to export and erase it is for administrators
    "core.erasure": (SEE, NO, NO, SEE),
    "core.erasurerequest": (SEE, NO, NO, "view delete"),
    "core.retention": (SEE, NO, NO, SEE),
}
