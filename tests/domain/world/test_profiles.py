"""The shipped profiles say what the plan says: counted and spelt by hand, apart from the files."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import ryaml
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[3]
PROFILES = ROOT / "templates" / "profiles"
NAMES = ("ningxia", "plain")
FILES = ("bodies", "catalogue", "ledger", "places", "policy")

# The list of responsible bodies under part one of the plan; the same for (一), (二) and (三).
FORTY = (
    "纪委监委、党委组织部、宣传部、统战部、政法委、国安办、直属机关工委、政府办公厅、发展改革委、教育厅、"
    "科技厅、工业和信息化厅、民委〔宗教局〕、公安厅、民政厅、司法厅、财政厅、人力资源社会保障厅、自然资源厅、"
    "生态环境厅、住房城乡建设厅、交通运输厅、水利厅、农业农村厅、商务厅、文化和旅游厅、卫生健康委、应急管理厅、"
    "市场监管厅、宁东能源化工基地管委会、地方金融监管局、信访局、国家安全厅、气象局、地震局、"
    "国家矿山安全监察局宁夏局、宁夏消防救援总队、林草局、监狱管理局、药品监督管理局"
)
DUTIES = ["enterprise", "regulator", "territory"]
SECTION = {"enterprise": "一(一)", "regulator": "一(二)", "territory": "一(三)"}


def load(profile: str, file: str) -> Any:
    return ryaml.loads((PROFILES / profile / f"{file}.yaml").read_text(encoding="utf-8"))


def places(profile: str) -> dict[str, dict[str, Any]]:
    return {place["code"]: place for place in load(profile, "places")["places"]}


def bodies(profile: str) -> dict[str, dict[str, Any]]:
    return {body["id"]: body for body in load(profile, "bodies")["bodies"]}


@pytest.mark.thorough
@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("profile", NAMES)
def test_a_file_stays_the_same_bytes_through_an_edit(profile: str, file: str) -> None:
    raw = (PROFILES / profile / f"{file}.yaml").read_bytes()
    yaml = YAML()
    yaml.indent(mapping=2, sequence=2, offset=0)
    yaml.width = 4096
    yaml.preserve_quotes = True
    written = io.BytesIO()
    yaml.dump(yaml.load(raw), written)
    assert written.getvalue() == raw
    assert b"\r" not in raw
    assert raw.startswith(b"# ")


@pytest.mark.parametrize("profile", NAMES)
def test_every_profile_has_the_five_files_and_no_other(profile: str) -> None:
    there = (path for path in (PROFILES / profile).iterdir() if path.name != "checklists")
    assert sorted(path.stem for path in there) == list(FILES)


@pytest.mark.parametrize(
    ("profile", "file", "key", "name"),
    [
        (profile, file, key, name)
        for profile in NAMES
        for file, key, name in (
            ("places", "places", "code"),
            ("bodies", "bodies", "id"),
            ("catalogue", "sources", "code"),
            ("catalogue", "points", "code"),
        )
    ],
)
def test_codes_are_unique(profile: str, file: str, key: str, name: str) -> None:
    codes = [record[name] for record in load(profile, file)[key]]
    assert len(codes) == len(set(codes))
    assert all(isinstance(code, str) for code in codes)


def test_the_six_destinations() -> None:
    found = [place["name"] for place in places("ningxia").values() if place.get("destination")]
    assert found == ["银川市", "石嘴山市", "吴忠市", "固原市", "中卫市", "宁东能源化工基地"]


def test_the_twenty_two_counties_stand_under_their_cities() -> None:
    registry = places("ningxia")
    counties = [place for place in registry.values() if place["level"] == "county"]
    assert len(counties) == 22
    for county in counties:
        assert county["parent"] == county["code"][:4] + "00"
        assert registry[county["parent"]]["level"] == "city"


def test_codes_and_names_are_those_of_the_national_table() -> None:
    shared = ROOT.parent / "shared" / "data" / "ningxia-gb2260.tsv"
    if not shared.exists():
        pytest.skip("the national table is not beside the repository")
    with shared.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file, delimiter="\t")
        national = {row["code"]: row["name"] for row in table if row["name"] != "市辖区"}
    assert len(national) == 28
    ours = {
        code: place["name"] for code, place in places("ningxia").items() if not place.get("local")
    }
    assert ours == national


def test_local_codes_can_never_be_national_ones() -> None:
    assert [c for c, place in places("ningxia").items() if place.get("local")] == ["64ND01"]
    assert not "64ND01".isdigit()
    for code, place in places("plain").items():
        assert place["local"] is True
        assert code.startswith("99")


@pytest.mark.parametrize("profile", NAMES)
def test_every_parent_superior_and_place_exists(profile: str) -> None:
    registry, roster = places(profile), bodies(profile)
    top = [code for code, place in registry.items() if "parent" not in place]
    assert top == [load(profile, "ledger")["place"]]
    assert all(place["parent"] in registry for code, place in registry.items() if code not in top)
    assert all(body["place"] in registry for body in roster.values())
    leaderless = {body_id for body_id, body in roster.items() if "superior" not in body}
    assert all(body["superior"] in roster for i, body in roster.items() if i not in leaderless)
    level = load(profile, "ledger")["level"]
    assert leaderless == {f"{level}-party-committee", f"{level}-government", "large-enterprises"}


def test_the_forty_bodies_answer_for_all_three_parts_in_the_order_of_the_plan() -> None:
    forty = FORTY.split("、")
    assert len(forty) == 40
    named = [body for body in bodies("ningxia").values() if body.get("parts") == DUTIES]
    assert [body["short"] for body in named] == forty


def test_large_enterprises_answer_for_the_first_part_only() -> None:
    others = [body for body in bodies("ningxia").values() if body.get("parts", DUTIES) != DUTIES]
    assert [(body["name"], body["parts"]) for body in others] == [("各大型企业", ["enterprise"])]


def test_the_rest_are_superiors_offices_and_localities() -> None:
    rest = [body for body in bodies("ningxia").values() if "parts" not in body]
    named = [body["name"] for body in rest if not body["kind"].startswith("locality")]
    assert named == [
        "自治区党委",
        "自治区人民政府",
        "自治区党委办公厅",
        "自治区党委督查室",
        "自治区党委督检考办",
    ]
    assert len(rest) - len(named) == 2 * 27
    assert len(bodies("ningxia")) == 2 + 40 + 1 + 3 + 2 * 27


@pytest.mark.parametrize("profile", NAMES)
def test_every_place_below_the_ledger_has_a_party_committee_and_a_government(profile: str) -> None:
    registry, known = places(profile), bodies(profile)
    own = load(profile, "ledger")["place"]
    level = load(profile, "ledger")["level"]
    both_in_one = {body["place"] for body in known.values() if body["kind"] == "locality"}
    assert both_in_one == set(registry) & {"64ND01"}
    above = {"party": f"{level}-party-committee", "government": f"{level}-government"}
    for organ, top in above.items():
        there = {b["place"]: b for b in known.values() if b["kind"] == f"locality_{organ}"}
        assert set(there) == set(registry) - {own} - both_in_one
        for code, body in there.items():
            assert body["id"] == f"{organ}-{code}"
            parent = registry[code]["parent"]
            assert body["superior"] == (top if parent == own else f"{organ}-{parent}")


@pytest.mark.parametrize("profile", NAMES)
def test_no_spelling_stands_for_two_bodies(profile: str) -> None:
    spellings = [
        spelling
        for body in bodies(profile).values()
        for spelling in {body["name"], body["short"], *body.get("aliases", [])}
    ]
    assert len(spellings) == len(set(spellings))


def test_the_offices_of_the_plan() -> None:
    ledger, roster = load("ningxia", "ledger"), bodies("ningxia")
    assert ledger["law"] == 1
    assert {role: roster[i]["name"] for role, i in ledger["offices"].items()} == {
        "overall": "自治区党委督查室",
        "organization": "自治区党委组织部",
        "discipline": "自治区纪委监委",
        "assessment": "自治区党委督检考办",
        "secretariat": "自治区党委办公厅",
    }


@pytest.mark.parametrize("profile", NAMES)
def test_a_ledger_names_itself_and_nobody(profile: str) -> None:
    ledger = load(profile, "ledger")
    assert ledger["profile"] == profile
    assert ledger["officers"] == []
    assert places(profile)[ledger["place"]]["level"] == ledger["level"]
    assert set(ledger["offices"].values()) <= set(bodies(profile))


def test_the_sources_named_in_part_one_and_the_two_of_the_programme() -> None:
    assert [source["code"] for source in load("ningxia", "catalogue")["sources"]] == [
        "own",
        "national_special",
        "leaders_covert",
        "sector_inspection",
        "locality_screening",
        "enterprise_self_check",
        "ledger",
    ]


def test_the_points_of_the_three_duties() -> None:
    points = load("ningxia", "catalogue")["points"]
    counted = {duty: sum(point["duty"] == duty for point in points) for duty in DUTIES}
    assert counted == {"enterprise": 11, "regulator": 15, "territory": 9}
    assert all(point["plan"] == SECTION[point["duty"]] for point in points)
    first_three = [(point["code"], point["zh"]) for point in points[:3]]
    assert first_three == [
        ("equipment", "设施设备故障"),
        ("violation", "违法违规行为"),
        ("management", "安全管理缺陷"),
    ]


def test_a_point_means_the_same_in_both_profiles() -> None:
    region = load("ningxia", "catalogue")["points"]
    city = load("plain", "catalogue")["points"]
    assert {point["duty"] for point in city} == set(DUTIES)
    assert all(point in region for point in city)


def test_the_policy_says_what_the_plan_gives_and_what_is_ours() -> None:
    policy = load("ningxia", "policy")
    assert policy.pop("lead_bodies") == []  # the plan speaks of lead bodies and does not list them
    assert {key: (row["value"], row["basis"]) for key, (row,) in policy.items()} == {
        "look_back_before_close": ("major", "preset"),
        "rectify_days_general": (15, "preset"),
        "rectify_days_major": (30, "preset"),
        "extensions_at_most": (2, "preset"),
        "extension_days_at_most": (60, "preset"),
        "soon_days": (7, "preset"),
        "overdue_grace_days": (0, "preset"),
        "acknowledge_days": (5, "preset"),
        "supervision_report_days": (30, "preset"),
        "similarity_threshold": (80, "preset"),
        "similarity_days": (365, "preset"),
        "leader_ranks": (["bureau"], "plan 四(二)"),
        "experts_at_least": (1, "preset"),
        "members_at_least": (1, "preset"),
        "repeat_place": (2, "preset"),
        "repeat_leader": (2, "preset"),
        "repeat_days": (3, "preset"),
        "evidence_megabytes": (64, "preset"),
        "photo_metres": (2000, "preset"),
        "refer_duty": (1, "preset"),
        "refer_overdue": (2, "preset"),
        "refer_supervised": (1, "preset"),
        "refer_acceptance": (1, "preset"),
        "refer_recurrence": (1, "preset"),
        "refer_seen_again": (1, "preset"),
        "refer_false_rectification": (1, "preset"),
    }


@pytest.mark.parametrize("profile", NAMES)
def test_every_number_of_the_policy_is_labelled_a_preset(profile: str) -> None:
    rows = [row for dated in load(profile, "policy").values() for row in dated]
    assert all(row["since"] == "2026-01-01" for row in rows)
    assert all(row["basis"] == "preset" for row in rows if isinstance(row["value"], int))
    assert all(row["basis"] == "preset" or row["basis"].startswith("plan ") for row in rows)


def test_both_policies_have_the_same_entries() -> None:
    assert set(load("plain", "policy")) == set(load("ningxia", "policy"))


def test_the_plain_profile_says_it_is_invented() -> None:
    for file in ("ledger", "places", "bodies"):
        first_line = (
            (PROFILES / "plain" / f"{file}.yaml").read_text(encoding="utf-8").split("\n")[0]
        )
        assert "虚构" in first_line
    assert len(places("plain")) == 3
    assert len(bodies("plain")) == 16


CHECKLISTS = sorted((PROFILES / "ningxia" / "checklists").glob("*.yaml"))


@pytest.mark.parametrize("path", CHECKLISTS, ids=lambda path: path.stem)
def test_every_item_of_a_checklist_has_its_clause_and_a_point(path: Path) -> None:
    known = ryaml.loads(path.read_text(encoding="utf-8"))
    catalogue = load("ningxia", "catalogue")
    enterprise = {each["code"] for each in catalogue["points"] if each["duty"] == "enterprise"}
    assert known["code"] == path.stem
    assert known["sector"] in {each["code"] for each in catalogue["sectors"]}
    assert len({each["code"] for each in known["items"]}) == len(known["items"])
    assert len({each["ask"] for each in known["items"]}) == len(known["items"])
    for item in known["items"]:
        assert set(item["criterion"]) == {"standard", "version", "clause"}
        assert item["criterion"]["clause"].startswith("第")
        assert item["nature"] in enterprise
        assert item["ask"].endswith("。")


@pytest.mark.parametrize("profile", NAMES)
def test_who_is_competent_stands_in_the_catalogue_and_every_sector_has_somebody(
    profile: str,
) -> None:
    catalogue = load(profile, "catalogue")
    held = [each for body in bodies(profile).values() for each in body.get("competent", ())]
    for name in ("sectors", "points"):
        known = {each["code"] for each in catalogue[name]}
        assert {code for each in held for code in each.get(name, ())} <= known
    assert {each["code"] for each in catalogue["sectors"]} == {
        code for each in held for code in each["sectors"]
    }
