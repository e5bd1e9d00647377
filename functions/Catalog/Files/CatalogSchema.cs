using System.IO.Hashing;
using System.Text;
using Hookwork.Catalog.Following;
using Hookwork.Catalog.Query.Evaluation;
using Microsoft.Data.Sqlite;

namespace Hookwork.Catalog.Files;

/// <summary>The schema of a catalog file, which holds one project.</summary>
public static class CatalogSchema
{
    /// <summary>
    /// The format. It is raised with each change of the tables, and of what is stored of a mail, such as its tags and
    /// which of its lines are quoted. Other formats are not read.
    /// </summary>
    public const int Format = 22;

    /// <summary>An SQL function of a text and a word: whether the text contains the word, ignoring case.</summary>
    public const string HoldsFunction = "holds";

    /// <summary>
    /// An SQL function of a Message-ID: 48 bits of its XXH3, which SQLite stores in six bytes. The indexes of Message-IDs
    /// have these, and are a quarter of the size that they would have with the texts.
    /// </summary>
    public const string IdHashFunction = "id_hash";

    /// <summary>The FROM of a query for mails, with the patch or cover letter of each and its sender.</summary>
    internal const string MailJoins = """
        FROM mail
        LEFT JOIN patch ON patch.id = mail.submission_id AND mail.submission_kind = 0
        LEFT JOIN cover ON cover.id = mail.submission_id AND mail.submission_kind = 1
        LEFT JOIN person ON person.id = mail.submitter
        """;

    /// <summary>The tables.</summary>
    /// <remarks>
    /// <list type="bullet">
    /// <item><c>mail</c> has one row per text. A changed text gets a new row with a new number, because a page of
    /// hits is read in several steps; the old row is deleted with everything that refers to it.
    /// <c>submission_kind</c> and <c>submission_id</c> identify the patch or cover letter whose state and series
    /// apply to the mail: itself, or what it comments on. <c>subject</c> of a patch or cover letter is the name
    /// that Patchwork gave it; <c>title</c> is the Subject of its mail. <c>tags</c> has what the mail's own
    /// trailers say of the patch, as <see cref="StoredTags"/> writes it.</item>
    /// <item>Mails that refer to each other, directly or through others, have the same <c>thread</c>. <c>ghost</c>
    /// has the Message-IDs that a thread refers to and that are not archived. <c>parent</c> is the <see
    /// cref="IdHash"/> of the Message-ID that the mail replies to.</item>
    /// <item><c>fts</c> has a mail's terms. <c>text</c> has its text for snippets, compressed with a
    /// <c>dictionary</c> (<see cref="CatalogDictionaries"/>), which is compressed itself. <c>term</c> shows where each
    /// term is, and <c>stem</c> has the words that differ from their stem.</item>
    /// <item><c>shown</c> has what the API's lists and embedded objects show of a resource, as <see
    /// cref="ListedJson"/> makes it, compressed. Of all checks of a patch it has what pages show, by the patch's id, as
    /// <see cref="ListedChecks"/> makes it. No event announced those of a backfill.</item>
    /// <item><c>gone</c> has the patches, cover letters and series that the server deleted, by <see
    /// cref="ShownKind"/>. An event of one has <c>gone</c> set too.</item>
    /// <item>The <c>json</c> of a <c>person</c> is as <see cref="StoredPerson"/> writes it.</item>
    /// <item>File names are stored once. A patch's <c>hash</c> is the <see cref="IdHash"/> of the hash of its diff.
    /// Dates are microseconds since 1970, those of events as <see cref="EventDate"/> writes them; the categories of
    /// events are as <see cref="StoredCategory"/> writes them.</item>
    /// </list>
    /// </remarks>
    public const string Sql = $"""
        CREATE TABLE mail (
            rowid INTEGER PRIMARY KEY AUTOINCREMENT,
            kind INTEGER NOT NULL,
            id INTEGER NOT NULL,
            submission_kind INTEGER NOT NULL,
            submission_id INTEGER NOT NULL,
            msgid TEXT NOT NULL,
            date INTEGER NOT NULL,
            subject TEXT NOT NULL,
            title TEXT,
            submitter INTEGER NOT NULL,
            pull INTEGER NOT NULL,
            version INTEGER NOT NULL,
            received INTEGER NOT NULL,
            size INTEGER NOT NULL,
            tags TEXT,
            thread INTEGER NOT NULL,
            parent INTEGER);
        CREATE UNIQUE INDEX mail_submission ON mail (submission_id, submission_kind, kind, id);
        CREATE INDEX mail_msgid ON mail ({IdHashFunction}(msgid));
        CREATE INDEX mail_date ON mail (date);
        CREATE INDEX mail_thread ON mail (thread);
        CREATE TABLE ghost (msgid TEXT PRIMARY KEY, thread INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX ghost_thread ON ghost (thread);
        CREATE INDEX mail_comment ON mail (id, submission_kind) WHERE kind = 2;
        CREATE INDEX mail_commenter ON mail (submitter) WHERE kind = 2;
        CREATE VIRTUAL TABLE fts USING fts5(
            own, subject, sender, recipient, copied, quoted, files, added, removed, context, hunks, id, list, names, reviewers,
            exact,
            content='', contentless_delete=1, tokenize="ascii tokenchars '{ExactTerms.Signs}'", detail=full);
        CREATE VIRTUAL TABLE term USING fts5vocab(fts, instance);
        CREATE TABLE text (mail INTEGER PRIMARY KEY, packed BLOB NOT NULL);
        CREATE TABLE dictionary (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE stem (stem TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (stem, word)) WITHOUT ROWID;
        CREATE TABLE path (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE file (path INTEGER NOT NULL, mail INTEGER NOT NULL, PRIMARY KEY (path, mail)) WITHOUT ROWID;
        CREATE INDEX file_of ON file (mail);
        CREATE TRIGGER mail_gone AFTER DELETE ON mail BEGIN
            DELETE FROM fts WHERE rowid = old.rowid;
            DELETE FROM text WHERE mail = old.rowid;
            DELETE FROM file WHERE mail = old.rowid;
            INSERT OR IGNORE INTO ghost (msgid, thread)
                SELECT old.msgid, old.thread WHERE old.msgid <> '' AND EXISTS (SELECT 1 FROM mail WHERE thread = old.thread);
        END;

        CREATE TABLE project (id INTEGER PRIMARY KEY, link_name TEXT NOT NULL, json TEXT NOT NULL);
        CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, email TEXT NOT NULL, json TEXT);
        CREATE TABLE user (id INTEGER PRIMARY KEY, username TEXT NOT NULL, email TEXT NOT NULL, json TEXT NOT NULL);
        CREATE TABLE patch (
            id INTEGER PRIMARY KEY,
            state TEXT NOT NULL,
            archived INTEGER NOT NULL,
            check_state TEXT NOT NULL,
            delegate INTEGER,
            submitter INTEGER,
            date INTEGER NOT NULL,
            hash INTEGER,
            msgid TEXT NOT NULL,
            name TEXT NOT NULL);
        CREATE INDEX patch_state ON patch (state);
        CREATE INDEX patch_open ON patch (state) WHERE archived = 0;
        CREATE INDEX patch_delegate ON patch (delegate);
        CREATE INDEX patch_submitter ON patch (submitter);
        CREATE INDEX patch_date ON patch (date);
        CREATE INDEX patch_hash ON patch (hash) WHERE hash IS NOT NULL;
        CREATE TABLE cover (
            id INTEGER PRIMARY KEY,
            submitter INTEGER,
            date INTEGER NOT NULL,
            msgid TEXT NOT NULL,
            name TEXT NOT NULL);
        CREATE INDEX cover_date ON cover (date);
        CREATE TABLE series (
            id INTEGER PRIMARY KEY,
            name TEXT,
            date INTEGER NOT NULL,
            submitter INTEGER,
            version INTEGER,
            total INTEGER NOT NULL,
            received_total INTEGER NOT NULL,
            received_all INTEGER NOT NULL);
        CREATE INDEX series_date ON series (date);
        CREATE INDEX series_submitter ON series (submitter);
        CREATE TABLE shown (kind INTEGER NOT NULL, id INTEGER NOT NULL, json BLOB NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
        CREATE TABLE mail_series (
            kind INTEGER NOT NULL,
            id INTEGER NOT NULL,
            series INTEGER NOT NULL,
            PRIMARY KEY (series, kind, id)) WITHOUT ROWID;
        CREATE INDEX mail_series_of ON mail_series (kind, id);
        CREATE TABLE event (
            id INTEGER PRIMARY KEY,
            category NOT NULL,
            date NOT NULL,
            actor INTEGER,
            patch INTEGER,
            cover INTEGER,
            series INTEGER,
            comment INTEGER,
            patch_check INTEGER,
            detail TEXT,
            gone INTEGER NOT NULL);
        CREATE INDEX event_date ON event (date) WHERE gone = 0;
        CREATE TABLE gone (kind INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;

        CREATE TABLE followed (kind INTEGER NOT NULL, id INTEGER NOT NULL, etag TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
        CREATE TABLE position (journal INTEGER PRIMARY KEY, at INTEGER NOT NULL);
        """;

    static CatalogSchema()
    {
        SQLitePCL.Batteries_V2.Init();
        // No connection is used by two threads at once, so SQLite's mutexes are not needed.
        SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MULTITHREAD);
    }

    /// <summary>The value of <see cref="IdHashFunction"/>, which a patch's <c>hash</c> also has of a diff's.</summary>
    public static long IdHash(string id) => (long)(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(id)) >> 16);

    /// <summary>The condition that a row of <c>mail</c> has a Message-ID.</summary>
    /// <param name="parameter">The parameter's name, such as <c>?1</c>.</param>
    internal static string HasMessageId(string parameter) =>
        $"({IdHashFunction}(mail.msgid) = {IdHashFunction}({parameter}) AND mail.msgid = {parameter})";

    /// <summary>Opens a catalog file with the SQLite that the app ships.</summary>
    /// <param name="connectionString">A Microsoft.Data.Sqlite connection string.</param>
    public static SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle, 30_000);
            connection.CreateFunction<string?, string?, bool>(
                HoldsFunction,
                (text, word) =>
                    text is not null && word is not null && text.Contains(word, StringComparison.OrdinalIgnoreCase),
                isDeterministic: true
            );
            connection.CreateFunction<string?, long?>(
                IdHashFunction,
                id => id is null ? null : IdHash(id),
                isDeterministic: true
            );
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Creates the tables in an empty file.</summary>
    public static void Create(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"{Sql} PRAGMA user_version = {Format};";
        command.ExecuteNonQuery();
    }

    /// <summary>The format of a file; 0 if it is not a catalog.</summary>
    public static int FormatOf(SqliteConnection connection)
    {
        using var version = new SqlStatement(connection, "PRAGMA user_version");
        return (int)version.Read()!;
    }
}
