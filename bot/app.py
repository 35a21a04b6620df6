"""Where the parts are put together."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from bot.accounts.accounts import Accounts
from bot.accounts.attempts import Attempts
from bot.accounts.oidc_sign_in import OidcSignIn
from bot.accounts.second_factor import SecondFactor
from bot.accounts.sessions import Sessions
from bot.accounts.sign_in import SignIn
from bot.audit import AuditLog
from bot.changed_settings import ChangedSettings
from bot.citation_counts import CitationCounts
from bot.client_keys import ClientKeys
from bot.conversation import Conversation
from bot.data_requests import DataRequests
from bot.identity import PersonHasher
from bot.journal import Journal
from bot.logs import keep_values_out
from bot.mail.outbox import Outbox
from bot.periodic import PeriodicWork
from bot.providers import language_model, oidc_provider
from bot.retention import Retention
from bot.secret_key import secret_key
from bot.settings import Settings
from bot.stores import open_reader, open_stores
from bot.switches import Switches
from bot.tickets.availability import Availability
from bot.tickets.canned_replies import CannedReplies
from bot.tickets.handling import TicketHandling
from bot.tickets.inbox import Inbox
from bot.tickets.letters import Letters
from bot.tickets.likeness import Likeness
from bot.tickets.official_answers import OfficialAnswers
from bot.tickets.passages import Passages
from bot.tickets.tickets import Tickets
from bot.uploads import Uploads
from bot.watches.letters import WatchLetters
from bot.watches.recall import Recall
from bot.watches.watches import Watches
from knowledge.answering.pipeline import AnswerPipeline
from knowledge.chat_model.budget import Budget
from knowledge.deadlines import Deadline
from knowledge.errors import ConfigError, DamagedFilesError
from knowledge.grounding.originals import OriginalStore
from knowledge.indicators.answerer import IndicatorAnswerer
from knowledge.indicators.catalogue import Catalogue
from knowledge.indicators.matching.semantic import open_matcher, phrases_to_embed
from knowledge.releases.pinned import PinnedRelease
from knowledge.releases.published import ReleaseReader
from knowledge.retrieval.text_search import TextSearch
from knowledge.reviews import ReviewQueue
from knowledge.storage.confirmations import Confirmations
from knowledge.storage.document_list import DocumentList
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.evaluation_cases import EvaluationCases
from knowledge.storage.release_store import ReleaseStore

if TYPE_CHECKING:
    from bot.gaps.gaps import Gaps
    from bot.statistics.daily_counts import DailyCounts
    from bot.statistics.statistics import Statistics
    from bot.upload_reading import UploadReader
    from ingest.importer import Importer
    from ingest.originals import Binder
    from knowledge.releases.builder import Builder
    from knowledge.releases.report import ProgressCallback

_PATIENCE = 30.0  # seconds a question waits for an index that is being made


@dataclass(frozen=True, slots=True)
class App:
    """Everything a channel or a command may need; built once for a process. ``settings`` are those of the environment;
    what staff may change is asked of ``changed_settings``."""

    settings: Settings
    engine: Engine
    document_store: DocumentStore
    release_store: ReleaseStore
    releases: ReleaseReader
    answering: AnswerPipeline
    budget: Budget
    people: PersonHasher
    journal: Journal
    tickets: Tickets
    handling: TicketHandling
    inbox: Inbox
    outbox: Outbox
    available: Availability
    likeness: Likeness
    passages: Passages
    canned_replies: CannedReplies
    retention: Retention
    recall: Recall
    watch_letters: WatchLetters | None
    conversation: Conversation
    catalogue: Catalogue
    indicators: IndicatorAnswerer
    originals: OriginalStore
    accounts: Accounts
    sessions: Sessions
    sign_in: SignIn
    oidc: OidcSignIn | None
    second_factor: SecondFactor
    audit: AuditLog
    switches: Switches
    changed_settings: ChangedSettings
    client_keys: ClientKeys
    key: bytes = field(repr=False)  # hashes people's ids, signs

    @property
    def data_requests(self) -> DataRequests:
        """What answers people who ask for their data."""
        return DataRequests(self.engine, self.people, self.retention)

    @property
    def official_answers(self) -> OfficialAnswers:
        """What makes documents of replies."""
        return OfficialAnswers(self.tickets, self.handling, self.document_store, self.audit)

    @property
    def documents(self) -> DocumentList:
        """The list of all documents."""
        return DocumentList(self.engine)

    @property
    def confirmations(self) -> Confirmations:
        """What was guessed of documents and found right."""
        return Confirmations(self.engine)

    @property
    def reviews(self) -> ReviewQueue:
        """What is past its review."""
        return ReviewQueue(self.engine)

    @property
    def citation_counts(self) -> CitationCounts:
        """How often documents are cited."""
        return CitationCounts(self.engine)

    @property
    def text_search(self) -> TextSearch:
        """What finds words in documents."""
        return TextSearch(self.engine, self.document_store, self.releases)

    @property
    def uploads(self) -> Uploads:
        """What staff gave to be read."""
        return Uploads(self.engine, self.settings.data)

    def upload_reader(self) -> UploadReader:
        """What reads it, in the background."""
        from bot.upload_reading import UploadReader  # nobody who only asks needs what it imports

        return UploadReader(self.uploads, lambda: self.importer, lambda: self.binder, self.audit)

    @property
    def importer(self) -> Importer:
        """What takes documents in."""
        from ingest.importer import Importer  # nobody who only asks needs what it imports
        from ingest.sandbox import load_safely

        return Importer(self.settings.data, self.document_store, load_safely)

    @property
    def binder(self) -> Binder:
        """What binds originals to sources."""
        from ingest.originals import Binder  # nobody who only asks needs what it imports
        from ingest.sandbox import draw_places, load_safely

        return Binder(
            self.settings.data, self.document_store, self.originals, self.releases.embedder, load_safely, draw_places
        )

    @property
    def gaps(self) -> Gaps:
        """What puts questions together that were not answered well."""
        from bot.gaps.gaps import Gaps  # nobody who only asks needs it

        return Gaps(self.engine, self.releases)

    @property
    def periodic(self) -> PeriodicWork:
        """Which process does what is due now and then."""
        return PeriodicWork(self.engine)

    @property
    def evaluation_cases(self) -> EvaluationCases:
        """Questions with the section that should have answered."""
        return EvaluationCases(self.engine)

    @property
    def statistics(self) -> Statistics:
        """What counts what goes on."""
        from bot.statistics.statistics import Statistics

        return Statistics(self.engine)

    @property
    def daily_counts(self) -> DailyCounts:
        """What counts the turns of days that are past."""
        from bot.statistics.daily_counts import DailyCounts

        return DailyCounts(self.engine)

    @contextmanager
    def trying(self, release_id: str, *, much: bool = False) -> Iterator[AnswerPipeline]:
        """What answers from one Release, such as a draft that is tried, whatever is published meanwhile.

        Args:
            release_id: which.
            much: many questions will be asked, so its chunks are read at once.

        Raises:
            NotFoundError: there is no such complete Release.
            IntegrityError: it cannot be opened.
        """
        try:
            release = self.releases.open(release_id, exact=True)
        except DamagedFilesError:
            self.builder().make_files(release_id)
            release = self.releases.open(release_id, exact=True)
        try:
            if much:
                release.read_all()
            pinned = PinnedRelease(release, self.releases.embedder)
            yield AnswerPipeline(
                pinned,
                self.indicators,
                self.settings.question_limit,
                originals=self.originals,
                hand_over=self.available,
            )
        finally:
            release.close()

    def builder(self, on_progress: ProgressCallback | None = None) -> Builder:
        """What builds and publishes over the same data folder; told how far it is goes to ``on_progress``."""
        from knowledge.releases.builder import Builder  # nobody who only asks needs what it imports

        return Builder(
            self.settings.data,
            self.document_store,
            self.release_store,
            self.releases,
            chroma_url=str(self.settings.chroma_url or ""),
            keep=self.settings.keep_releases,
            phrases=phrases_to_embed(self.catalogue, self.releases.embedder),
            on_progress=on_progress,
        )

    def close(self) -> None:
        """Let go of the index and the database."""
        self.releases.close()
        self.engine.dispose()


def build_app(settings: Settings, *, exact: bool = False) -> App:
    """Put the parts together. Nothing is loaded that the first question does not need.

    Args:
        settings: the configuration.
        exact: search vectors exactly instead of in Chroma, for commands that answer a question or two.

    Raises:
        ConfigError: the data folder or its key cannot be made.
        IntegrityError: the database cannot be used, or the indicator catalogue is damaged.
    """
    keep_values_out()
    os.umask(0o077)  # what is written into the data folder is its owner's alone: 0700, files 0600
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            f"The data folder {settings.data} cannot be made ({error.strerror}); set PANDU_DATA."
        ) from error
    engine, document_store, release_store = open_stores(settings)
    releases = open_reader(
        settings,
        document_store,
        release_store,
        exact=exact,
        make=lambda release_id: app.builder().make_files(release_id),
        patience=None if exact else _PATIENCE,
    )
    catalogue = Catalogue.load()
    indicators = IndicatorAnswerer(catalogue, open_matcher(releases.embedder, releases.embedding_cache.passages))
    public_url = str(settings.public_url or "").rstrip("/")
    originals = OriginalStore(engine, releases.reading, public_url)
    accounts = Accounts(engine)
    group = bool(settings.staff_chat and settings.telegram_token.get_secret_value())
    available = Availability(group, accounts.any_enabled)
    budget = Budget(settings.llm_tokens_per_day, settings.llm_tokens_per_person, engine, releases.reading)
    answering = AnswerPipeline(
        releases,
        indicators,
        settings.question_limit,
        originals=originals,
        hand_over=available,
        model=language_model(settings),
        budget=budget,
        jobs=settings.llm_jobs,
    )
    key = _key(settings)
    people = PersonHasher(key)
    journal = Journal(engine, people)
    tickets, outbox = Tickets(engine, people), Outbox(engine)
    letters = Letters(tickets.secret, public_url) if settings.mails else None
    watches = Watches(engine, people)
    switches = Switches(engine, releases.reading)
    writing = Deadline(settings.database_seconds)
    conversation = Conversation(
        answering,
        journal,
        reading=releases.reading,
        writing=writing,
        question_limit=settings.question_limit,
        per_minute=settings.questions_per_minute,
        concurrency=settings.concurrency,
    )
    sessions = Sessions(
        engine,
        idle=timedelta(minutes=settings.staff_idle_minutes),
        longest=timedelta(hours=settings.staff_session_hours),
    )
    second_factor, attempts, audit = SecondFactor(engine, key), Attempts(engine, key), AuditLog(engine, key)
    changed_settings = ChangedSettings(engine, settings, releases.reading)
    app = App(
        settings=settings,
        engine=engine,
        document_store=document_store,
        release_store=release_store,
        releases=releases,
        answering=answering,
        budget=budget,
        people=people,
        journal=journal,
        tickets=tickets,
        handling=TicketHandling(engine, letters, outbox, audit),
        inbox=Inbox(engine, lambda: changed_settings.current().reply_days),
        outbox=outbox,
        available=available,
        likeness=Likeness(engine, releases.embedder),
        passages=Passages(releases, originals),
        canned_replies=CannedReplies(engine),
        retention=Retention(engine, people),
        recall=Recall(watches, answering, releases.embedder, release_store.published),
        watch_letters=_watch_letters(settings, watches, outbox, switches),
        conversation=conversation,
        catalogue=catalogue,
        indicators=indicators,
        originals=originals,
        accounts=accounts,
        sessions=sessions,
        sign_in=SignIn(engine, sessions, attempts, second_factor),
        oidc=OidcSignIn(engine, sessions, attempts, provider) if (provider := oidc_provider(settings)) else None,
        second_factor=second_factor,
        audit=audit,
        switches=switches,
        changed_settings=changed_settings,
        client_keys=ClientKeys(engine, releases.reading, writing),
        key=key,
    )
    return app


def _watch_letters(settings: Settings, watches: Watches, outbox: Outbox, switches: Switches) -> WatchLetters | None:
    """What writes to who watches an answer by mail: its letters need a mail server, and links that lead here."""
    if not (settings.mails and settings.public_url):
        return None
    public_url = str(settings.public_url).rstrip("/")
    return WatchLetters(watches, outbox, public_url, lambda: switches.off("web") is not None)


def _key(settings: Settings) -> bytes:
    """The configured secret, or the one kept in the data folder."""
    secret = settings.secret.get_secret_value()
    return secret.encode() if secret else secret_key(settings.data)
