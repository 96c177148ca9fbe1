"""The command line: `expertbot serve`, `demo`, `programme` and so on; `expertbot --help` names them all."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 when it could not, 2 for a wrong call."""
    chosen = parser().parse_args(arguments)
    try:
        alone = _ALONE.get(chosen.command)
        return alone(chosen) if alone else _run(_COMMANDS[chosen.command], chosen)
    except KeyboardInterrupt:
        return 130


def _run(command: Callable[[argparse.Namespace], int], chosen: argparse.Namespace) -> int:
    from bot.settings import Mistake
    from bot.storage.database import StorageBusy

    try:
        return command(chosen)
    except Mistake as mistake:
        sys.stderr.write(f"{mistake}\n")
    except StorageBusy as busy:
        sys.stderr.write(f"The database: {busy}.\n")
    return 1


def parser() -> argparse.ArgumentParser:
    """Return the parser with all commands."""
    top = argparse.ArgumentParser(
        prog="expertbot", description="专企通: from an enterprise's need to an expert's yes."
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="run the service")
    serve.add_argument("--no-samples", action="store_true", help="start empty, without the invented people")
    serve.add_argument(
        "--lan", action="store_true", help="listen on the network, print a QR code for the phone"
    )
    serve.add_argument("--port", type=int, help="listen on this port (default: EXPERTBOT_HTTP_PORT or 8080)")
    commands.add_parser("demo", help="play the whole story in the terminal, on a clock moved by hand")
    year = commands.add_parser("simulate", help="play a programme's year on a clock moved by hand")
    year.add_argument(
        "--programme", type=Path, required=True, metavar="FILE", help="the programme's TOML file"
    )
    year.add_argument("--from", type=date.fromisoformat, required=True, dest="first", metavar="DATE")
    year.add_argument("--to", type=date.fromisoformat, required=True, dest="last", metavar="DATE")
    year.add_argument("--enterprises", type=int, default=60, metavar="N", help="firms (default: 60)")
    year.add_argument("--experts", type=int, default=40, metavar="M", help="experts (default: 40)")
    year.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed gives the same year")
    year.add_argument("--json", action="store_true", help="print JSON lines instead of words")
    year.add_argument("--idle", action="store_true", help="nobody does anything: every reminder leaves")
    year.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the year here; a killed one goes on")
    _invite_parser(commands.add_parser("invite", help="print a link and QR code into a bureau"))
    migrate = commands.add_parser("migrate", help="bring the database's schema up to date")
    migrate.add_argument("--check", action="store_true", help="only say where it stands")
    backup = commands.add_parser("backup", help="copy the database and the files into one folder")
    backup.add_argument("folder", type=Path)
    restore = commands.add_parser("restore", help="put a backup back in place of an absent database")
    restore.add_argument("folder", type=Path)
    _programme_parser(commands.add_parser("programme", help="look at a programme's file, or let it run"))
    _add_bulk(commands)
    commands.add_parser(
        "tag", help='keywords and domains of texts; JSON lines {"id", "title", "text"} on standard input'
    )
    commands.add_parser("doctor", help="say what is configured, reachable and migrated")
    return top


def _invite_parser(invite: argparse.ArgumentParser) -> None:
    invite.add_argument(
        "who", choices=["coordinator", "observer"], help="an observer looks on and never acts"
    )
    invite.add_argument(
        "--area",
        required=True,
        help="GB/T 2260 code or name of the bureau's area, as 320583; 000000: the ministry",
    )
    invite.add_argument("--name", default="", help="the bureau's name, when it is new")
    invite.add_argument(
        "--reports-to", default="", metavar="AREA",
        help="the area of the bureau it reports to, none for nobody; without it, as the codes say",
    )  # fmt: skip
    invite.add_argument(
        "--role", default="", choices=["owner", "deputy", "member"],
        help="an owner takes the bureau over; without it the first one to come is the owner",
    )  # fmt: skip
    invite.add_argument(
        "--level", default="", choices=["ministry", "province", "city", "county"],
        help="the bureau's level, when it is new and its code says another",
    )  # fmt: skip
    invite.add_argument(
        "--department", default="", metavar="NAME",
        help="a department of the area (省直厅局人事处), which recommends experts",
    )  # fmt: skip


def _programme_parser(programme: argparse.ArgumentParser) -> None:
    actions = programme.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser("check", help="explain every mistake with its line, or print its first year")
    open_ = actions.add_parser("open", help="let the programme of this file run from now on")
    for action in (check, open_):
        action.add_argument(
            "file", type=Path, metavar="FILE", help="a TOML file, or present-day, henan-2012, jiangsu-2014"
        )
    show = actions.add_parser("show", help="print the programme that runs and its year")
    for action in (check, open_, show):
        action.add_argument("--lang", choices=["zh", "en"], default="zh", help="language (default: zh)")


def _add_bulk(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    bring = commands.add_parser("import", help="bring in a list of experts, enterprises or needs (.xlsx)")
    bring.add_argument("kind", choices=["experts", "enterprises", "needs"])
    bring.add_argument("file", type=Path)
    bring.add_argument("--dry-run", action="store_true", help="only check, and write the report")
    bring.add_argument("--yes", action="store_true", help="do not ask before writing")
    bring.add_argument("--area", default="", help="area of the bureau that brings it in, as 320583")
    bring.add_argument(
        "--column", action="append", default=[], metavar="FIELD=LETTER", help="say which column a field is in"
    )
    bring.add_argument("--report", type=Path, help="where the report goes (default: beside the file)")
    out = commands.add_parser(
        "export", help="write a table (.xlsx, .csv), a bulletin or its template (.docx)"
    )
    out.add_argument("what", choices=["needs", "experts", "filings", "figures", "bulletin", "template"])
    out.add_argument("file", type=Path)
    out.add_argument("--area", default="", help="only this area, by GB/T 2260 code or name")
    out.add_argument("--call", default="", help="only this call, as spring or 2025.autumn")
    out.add_argument("--year", type=int, default=0, help="the year of the figures or bulletin")
    out.add_argument(
        "--of",
        default="",
        help="bulletin of a window (summer), a batch (2) or an activity (HD2026-0001), not the year",
    )
    out.add_argument("--disclosure", default="closed", help="class of the bulletin: open, on_request, closed")


def _serve(chosen: argparse.Namespace) -> int:
    from bot.serve import serve

    return serve(samples=not chosen.no_samples, lan=chosen.lan, port=chosen.port)


def _demo(_: argparse.Namespace) -> int:
    from bot.demo import demo

    return demo()


def _simulate(chosen: argparse.Namespace) -> int:
    from bot.simulate.command import Wanted, simulate

    return simulate(
        Wanted(
            chosen.programme, chosen.first, chosen.last, chosen.enterprises, chosen.experts, chosen.seed,
            chosen.json, chosen.keep, chosen.idle,
        )
    )  # fmt: skip


def _invite(chosen: argparse.Namespace) -> int:
    from bot.inviting import Invited, invite

    role = "observer" if chosen.who == "observer" else chosen.role
    line = (chosen.reports_to, chosen.level, chosen.department)
    return invite(Invited(chosen.area, role, chosen.name, *line))


def _migrate(chosen: argparse.Namespace) -> int:
    from bot.operate import migrate_schema

    return migrate_schema(check=chosen.check)


def _backup(chosen: argparse.Namespace) -> int:
    from bot.operate import backup

    return backup(chosen.folder)


def _restore(chosen: argparse.Namespace) -> int:
    from bot.operate import restore

    return restore(chosen.folder)


def _programme(chosen: argparse.Namespace) -> int:
    from bot.programmes import check, open_file, show

    if chosen.action == "check":
        return check(chosen.file, chosen.lang)
    return open_file(chosen.file, chosen.lang) if chosen.action == "open" else show(chosen.lang)


def _import(chosen: argparse.Namespace) -> int:
    from bot.bulk import Wanted, import_sheet

    return import_sheet(
        Wanted(
            kind=chosen.kind, file=chosen.file, area=chosen.area, columns=tuple(chosen.column),
            dry_run=chosen.dry_run, yes=chosen.yes, report=chosen.report,
        )
    )  # fmt: skip


def _export(chosen: argparse.Namespace) -> int:
    if chosen.what in {"bulletin", "template"}:
        from bot.bulletins import Asked, export_bulletin, export_template

        if chosen.what == "template":
            return export_template(chosen.file)
        return export_bulletin(chosen.file, Asked(chosen.area, chosen.year, chosen.of, chosen.disclosure))
    from bot.bulk import export_sheet

    return export_sheet(chosen.what, chosen.file, chosen.area, chosen.call, chosen.year)


def _doctor(_: argparse.Namespace) -> int:
    from bot.doctor import doctor

    return doctor()


def _tag(_: argparse.Namespace) -> int:
    from bot.jsonlines import tag

    return tag()


_COMMANDS = {
    "serve": _serve,
    "demo": _demo,
    "simulate": _simulate,
    "invite": _invite,
    "migrate": _migrate,
    "backup": _backup,
    "restore": _restore,
    "programme": _programme,
    "import": _import,
    "export": _export,
    "doctor": _doctor,
}
_ALONE = {"tag": _tag}
"""Commands that need neither settings nor a database; they load nothing of the service."""

if __name__ == "__main__":
    sys.exit(main())
