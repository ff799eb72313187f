"""The rarer complaints of pyxform, said in our words. What people often do wrong stands in complaints.py.

Every message of the pinned pyxform is in one of the two; a test reads its sources and tells which is not.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

Fault = tuple[str, str, str, str]  # part of what pyxform says -> sheet, column, our sentence
NUMBER = gettext_noop("“%(a)s” must be a number.")
SEVERAL = gettext_noop("“%(a)s” is the name of several questions, so nobody can tell which is meant.")
DAMAGED = "The workbook cannot be read. Save it again as .xlsx and try once more."  # marked in xlsform.py
NO_CHOICES = "Something is chosen from a list, but this sheet with list_name, name and label is not there."
NO_LIST = "The sheet “choices” has no list “%(a)s”."
EXTERNAL = gettext_noop("select_one_external needs a sheet “external_choices” with list_name and name.")
APART = gettext_noop(
    "Its questions lie in different groups or repeats. Bring the value to where the others are with a row calculate."
)
TWO_TICKS = gettext_noop("With no-ticks, the list of tick_labelset has two choices only: start and end.")
TWICE = gettext_noop("Two lists or files are called “%(a)s”. Give one of them another name.")
SEARCH = gettext_noop("search() does not go with this question's list. Use select_one_from_file instead.")
SHEET = gettext_noop("The sheet %(a)s is not read. Perhaps it should be called “%(b)s”; else put _ before its name.")
UNREAD = gettext_noop("A sheet with nearly a known name is not read. Put _ before its name if it is not to be.")
TRUTH = gettext_noop("“%(a)s” is either true or false.")

LISTS: list[Fault] = [
    (r"save_to property '(?P<a>.+?)' is already assigned by row '(?P<b>\w+)'", "survey", "save_to",
     gettext_noop("“%(a)s” is saved by row %(b)s already. Each property of a list may be saved once.")),
    (r"Groups and repeats can't be saved", "survey", "save_to",
     gettext_noop("Only a question can be saved into a list, not a group or repeat.")),
    (r"entity list name '(?P<a>.*?)' was not found on the entities", "survey", "save_to",
     gettext_noop("The sheet “entities” has no list “%(a)s”.")),
    (r"entity list name '(?P<a>.*?)' does not have a label", "entities", "label",
     gettext_noop("What makes entries of “%(a)s” needs a label for them.")),
    (r"does not have an 'update_if'", "entities", "update_if",
     gettext_noop("With create_if and entity_id, update_if is needed as well.")),
    (r"does not have an 'entity_id'", "entities", "entity_id",
     gettext_noop("To change entries, entity_id must say which one.")),
    (r"more than one entity declaration", "survey", "save_to",
     gettext_noop("The form writes several lists: write the list before the property, as list#property.")),
    (r"may have only one entity declaration", "entities", "",
     gettext_noop("A form, group or repeat can be one entry only, and another row makes one of it already.")),
    (r"which is not compatible with this 'save_to'", "survey", "save_to", APART),
    (r"which is not compatible with the variable", "entities", "", APART),
    (r"at most one '#'", "survey", "save_to", gettext_noop("There may be one # only: list#property.")),
    (r"column\(s\) are not supported[^:]*: (?P<a>.+?)\. Please", "entities", "",
     gettext_noop("These columns are not known: %(a)s.")),
    (r"must not have any duplicate names", "entities", "list_name",
     gettext_noop("Each list stands in one row only.")),
    (r"Entity lists must have a name", "entities", "list_name", "The name is missing."),
    (r"must not be 'name' or 'label'", "survey", "save_to",
     gettext_noop("A property must not be called name or label.")),
    (r"List name not in external choices sheet: (?P<a>.+)$", "survey", "type",
     gettext_noop("The sheet “external_choices” has no list “%(a)s”.")),
    (r"external_choices' sheet is missing|external_choices sheet", "external_choices", "", EXTERNAL),
    (r"select one external is only meant", "survey", "type",
     gettext_noop("select_one_external is for lists with a choice_filter. Use select_one.")),
    (r"File name for '(?P<a>.+?)' should end with", "survey", "type",
     gettext_noop("The file of a list ends in .csv, .xml or .geojson.")),
    (r"Instance names must be unique within a form\. The name '(?P<a>.+?)'", "survey", "type", TWICE),
    (r"same instance id will be generated.*?Instance name: '(?P<a>.+?)'", "survey", "type", TWICE),
    (r"Question '(?P<a>.+?)' is a select from file type, using 'search", "survey", "appearance", SEARCH),
    (r"Question '(?P<a>.+?)' uses 'search", "survey", "appearance", SEARCH),
    (r"choices sheet has the mandatory columns", "choices", "", NO_CHOICES),
    (r"List name not in columns sheet: (?P<a>.+)$", "survey", "type", NO_LIST),
    (r"Repeat loop without list name", "survey", "type",
     gettext_noop("Write after “begin_loop over” over which list it goes.")),
    (r"multiple choice selects\. See \[(?P<a>.+?)\] in \[(?P<b>.+?)\]", "choices", "name",
     gettext_noop(
         "“%(a)s” in the list “%(b)s” has a space. Where several can be chosen, names have no spaces."
     )),
    (r"Choice filter not supported with or_other", "survey", "choice_filter",
     gettext_noop("or_other does not go with a choice_filter. Write “other” as a choice of your own.")),
    (r"specify choices for this 'or other'", "survey", "type",
     gettext_noop("or_other needs a list in the sheet “choices”.")),
    (r"uses or_other and translations", "survey", "type",
     gettext_noop(
         "“Other”, which or_other adds, has words in one language only. Write it as a choice of your own."
     )),
    (r"Choice filter not supported for table-list", "survey", "choice_filter",
     gettext_noop("table-list does not go with a choice_filter.")),
    (r"Badly formatted table list", "survey", "type",
     gettext_noop("In a table-list all questions choose from one list.")),
]  # fmt: skip

NAMES: list[Fault] = [
    (r"may be due a missing header row", "", "", gettext_noop("Its first row does not name the columns.")),
    (r"Column headers must not be empty", "choices", "", gettext_noop("Each column needs a name without spaces.")),
    (r"value '(?P<a>.+)' is problematic\. The name is a case", "survey", "name",
     gettext_noop("“%(a)s” is there already with other capital letters. Some programs take the two for one.")),
    (r"same as the survey root", "survey", "name",
     gettext_noop("A repeat must not be called like the form itself, which is “data”.")),
    (r"value '(?P<a>.+)' is invalid\. Repeat names must", "survey", "name",
     gettext_noop("“%(a)s” is a repeat elsewhere already. No two repeats may have one name.")),
    (r"must not begin with two underscores", "survey", "name",
     gettext_noop("A name here must not begin with two underscores (__).")),
    (r"must not contain a period", "survey", "name", gettext_noop("A name here must not have a full stop.")),
    (r"must have a comma between", "survey", "", gettext_noop("Write a comma between two questions.")),
    (r"The name '(?P<a>.+?)' appears more than once", "survey", "", SEVERAL),
    (r"multiple survey elements named '(?P<a>.+?)'", "survey", "", SEVERAL),
    (r"no survey element named '(?P<a>.+?)'", "survey", "", "No question is called “%(a)s”."),
    (r"sheet named '(?P<b>.+?)', .*similar names were found: (?P<a>.+?)\.", "", "", SHEET),
    (r"prefix the sheet name with an underscore", "", "", UNREAD),
    (r"cannot have an empty id_string", "settings", "form_id", gettext_noop("The form has no form_id.")),
    (r"form_id and id_string column", "settings", "id_string",
     gettext_noop("form_id and id_string are the same. Keep form_id.")),
    (r"Cannot omit instanceID", "settings", "omit_instanceID",
     gettext_noop("An encrypted form needs its instanceID.")),
    (r"valid machine-readable codes: (?P<a>.+?)\. Learn", "", "",
     gettext_noop("Write the code of a language behind its name, as in label::Bengali (bn). Without one: %(a)s.")),
    (r"Language '(?P<a>.+?)' is missing the", "", "",
     gettext_noop("The language “%(a)s” lacks a column that other languages have.")),
    (r"Error reading \.\w+ file|does not appear to be a valid XLSForm", "", "", DAMAGED),
    (r"invalid date on the (?P<b>.+?) sheet, under the (?P<a>.+?) column on row number (?P<c>\d+)", "", "",
     gettext_noop(
         "Sheet “%(b)s”, row %(c)s, column “%(a)s”: the day cannot be read. Write it as text, as 2026-11-23."
     )),
]  # fmt: skip

QUESTIONS: list[Fault] = [
    (r"section has not been included", "survey", "type",
     gettext_noop("It takes in a second form (include), which is not here. Copy its rows into this one.")),
    (r"The question \$\{(?P<a>.+?)\} is not user-visible", "survey", "trigger",
     gettext_noop("“%(a)s” is never shown, so nothing can be started by it.")),
    (r"Media type: (?P<a>.+?) not supported", "", "",
     gettext_noop("There is no media column “%(a)s”: only image, big-image, audio and video.")),
    (r"To use big-image, .* named (?P<a>.+?)\.$", "survey", "",
     gettext_noop("A big-image needs an image beside it.")),
    (r"the 'calculation' column must be empty", "survey", "calculation",
     gettext_noop("A background-geopoint has no calculation.")),
    (r"the 'trigger' column must not be empty", "survey", "trigger",
     gettext_noop("A background-geopoint needs a trigger: the question that starts it.")),
    (r"'disabled' column header", "survey", "disabled",
     gettext_noop("There is no column “disabled” any more. Use relevant.")),
    (r"Audits must always be named", "survey", "name", gettext_noop("An audit has no name: leave it empty.")),
    (r"\] (?P<a>[\w -]+) is no longer supported on most", "survey", "type",
     gettext_noop("Most phones cannot do “%(a)s” any more.")),
    (r"Row without name, text, or label is being skipped", "survey", "",
     gettext_noop("This row has no name and no words, so it is left out.")),
    (r"\] (?P<a>\w+) has no label: ", "survey", "label", gettext_noop("This group has no words to show.")),
    (r"parameter to speed up submission", "survey", "parameters",
     gettext_noop("Pictures are sent as large as the phone takes them. To send less, write max-pixels=1024.")),
    (r"invalid Android package name", "survey", "parameters",
     gettext_noop("“app” must be the name of an Android program, as org.example.app.")),
]  # fmt: skip

PARAMETERS: list[Fault] = [
    (pattern, "survey", "parameters", sentence)
    for pattern, sentence in [
        (r"parameter '(?P<a>\w+)' must be a number", NUMBER),
        (r"'(?P<a>[\w-]+)' parameter must have a numeric", NUMBER),
        (r"(?P<a>[\w-]+) must have an integer value", gettext_noop("“%(a)s” must be a whole number.")),
        (r"parameter '(?P<a>\w+)' must not be '0'", gettext_noop("“%(a)s” must not be 0.")),
        (r"parameter '(?P<a>\w+)' must not be larger", gettext_noop("“%(a)s” is larger than from start to end.")),
        (r"parameter '(?P<a>\w+)' must be a multiple", gettext_noop("“%(a)s” must be a multiple of step.")),
        (r"parameter '(?P<a>\w+)' must be between", gettext_noop("“%(a)s” must lie between start and end.")),
        (r"'tick_labelset' must be a choice list",
         gettext_noop("tick_labelset must be a list of the sheet “choices”.")),
        (r"must have only 2 items", TWO_TICKS),
        (r"may only ?match the range", TWO_TICKS),
        (r"only supported for the appearances", gettext_noop(
            "tick_interval, placeholder and tick_labelset go only with a line: vertical, no-ticks or no appearance."
        )),
        (r"choice values must all be numbers", gettext_noop("The choices of tick_labelset must all be numbers.")),
        (r"choices must be between the 'start'",
         gettext_noop("The choices of tick_labelset must lie between start and end.")),
        (r"equal to the start of the range plus",
         gettext_noop("The choices of tick_labelset must be start, or start and some steps.")),
        (r"'(?P<a>incremental)' parameter may either", gettext_noop("“%(a)s” is either true, or left out.")),
        (r"'(?P<a>allow-mock-accuracy)' parameter must be either", TRUTH),
        (r"(?P<a>[\w-]+) must be set to true or false", TRUTH),
        (r"invalid parameter key\(s\): '(?P<a>.+?)'", gettext_noop("This type has no parameter “%(a)s”.")),
        (r"'reference-geometry' parameter must", gettext_noop(
            "reference-geometry must be a list, a file beside the form, or a repeat as ${name}."
        )),
        (r"Parameter (?P<a>[\w-]+) must be set to no-power",
         gettext_noop("“%(a)s” is no-power, low-power, balanced or high-accuracy.")),
        (r"must be set to on-form-edit", gettext_noop("track-changes-reasons can only be on-form-edit.")),
        (r"To include location information in the audit",
         gettext_noop("location-priority, location-min-interval and location-max-age go together.")),
        (r"Parameter (?P<a>[\w-]+) must be greater than", gettext_noop("“%(a)s” is too small.")),
        (r"^Invalid value for [\w-]+\.$", gettext_noop("quality is voice-only, low, normal or external.")),
        (r"Parameters must include", gettext_noop("seed goes only with randomize=true.")),
        (r"value must be a number or a reference",
         gettext_noop("seed must be a number, or a question as ${name}.")),
    ]
]  # fmt: skip

RARE = [*LISTS, *NAMES, *QUESTIONS, *PARAMETERS]
