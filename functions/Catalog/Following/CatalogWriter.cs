using System.Text;
using System.Text.Json;
using Hookwork.Archive.Changes;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Patchwork.Resources;
using Microsoft.Data.Sqlite;

namespace Hookwork.Catalog.Following;

/// <summary>Writes archived resources into a catalog file, one transaction at a time. Not thread safe.</summary>
public sealed class CatalogWriter
{
    private readonly SqliteConnection _connection;
    private readonly MailIndexer _mails;
    private readonly ResourceIndexer _resources;
    private readonly SqlStatement _followed;
    private readonly SqlStatement _follow;
    private readonly SqlStatement _forget;
    private readonly SqlStatement _move;
    private readonly SqlStatement _comments;
    private readonly SqlStatement _unperson;
    private readonly SqlStatement _unuser;

    public CatalogWriter(SqliteConnection connection)
    {
        _connection = connection;
        _mails = new MailIndexer(connection);
        _resources = new ResourceIndexer(connection);
        _followed = new(connection, "SELECT 1 FROM followed WHERE kind = ?1 AND id = ?2 AND etag = ?3");
        _follow = new(connection, "INSERT OR REPLACE INTO followed (kind, id, etag, at) VALUES (?1, ?2, ?3, ?4)");
        _forget = new(connection, "DELETE FROM followed WHERE at < ?1");
        _move = new(connection, "INSERT OR REPLACE INTO position (journal, at) VALUES (?1, ?2)");
        _comments = new(
            connection,
            "SELECT group_concat(id) FROM mail WHERE submission_id = ?1 AND submission_kind = ?2 AND kind = 2"
        );
        _unperson = new(connection, "DELETE FROM person WHERE id = ?1");
        _unuser = new(connection, "DELETE FROM user WHERE id = ?1");
    }

    /// <summary>Runs writes in a transaction.</summary>
    public void Write(Action write)
    {
        using var transaction = _connection.BeginTransaction();
        try
        {
            write();
            _resources.HideEvents();
            transaction.Commit();
        }
        catch
        {
            _mails.ForgetStems();
            throw;
        }
    }

    /// <summary>Whether this write of a journal entry was already applied.</summary>
    public bool HasFollowed(JournalEntry entry) =>
        _followed.Read((long)entry.Change.Kind, entry.Change.Id, entry.ETag.ToString()) is not null;

    /// <summary>Records that a journal entry is applied.</summary>
    public void Follow(JournalEntry entry) =>
        _follow.Run((long)entry.Change.Kind, entry.Change.Id, entry.ETag.ToString(), entry.At.UtcTicks);

    /// <summary>Sets the position in a journal.</summary>
    /// <param name="journal">The project's id, or <see cref="Change.Everybody"/>.</param>
    public void Move(long journal, DateTimeOffset position) => _move.Run(journal, position.UtcTicks);

    /// <summary>Forgets entries that no later reading returns.</summary>
    public void Forget(DateTimeOffset before) => _forget.Run(before.UtcTicks);

    /// <summary>Writes a patch or cover letter, its comments and checks. Unchanged texts are kept.</summary>
    public void Put(PreparedSubmission prepared)
    {
        var submission = prepared.Submission;
        var kind = submission is Patch ? MailKind.Patch : MailKind.Cover;
        _resources.Put(submission);
        _resources.Show(kind == MailKind.Patch ? ShownKind.Patch : ShownKind.Cover, submission.Id, prepared.Listed);
        if (kind == MailKind.Patch)
            _resources.ShowChecks(submission.Id, prepared.Checks);

        var gone = _comments.ReadText(submission.Id, (long)kind)?.Split(',').Select(long.Parse).ToHashSet() ?? [];
        foreach (var mail in prepared.Mails)
        {
            if (mail.Key.Kind == MailKind.Comment)
                gone.Remove(mail.Key.Id);
            var current = _mails.VersionOf(mail.Key);
            if (current == mail.Version)
                continue;
            if (current is not null)
                _mails.Remove(mail.Key);
            _mails.Add(mail.Key, mail.Document, mail.Name, mail.Submitter, mail.Version, mail.Text);
        }
        foreach (var comment in gone)
            _mails.Remove(MailKey.Comment(comment, kind, submission.Id));
    }

    /// <summary>
    /// Removes a patch, cover letter or series that the project no longer has, with everything that refers to it.
    /// </summary>
    /// <param name="moved">What its events, which stay, and its series show of one that moved to another project; null
    /// if it is gone, and its events with it.</param>
    public void Remove(ResourceKind kind, long id, ListedJson? moved = null)
    {
        if (kind != ResourceKind.Series)
            _mails.Remove(kind == ResourceKind.Patch ? MailKind.Patch : MailKind.Cover, id);
        _resources.Remove(kind, id, isGone: moved is null);
        if (moved is not null)
            _resources.Show(ResourceIndexer.Kind(kind), id, moved);
    }

    /// <summary>Writes a series.</summary>
    public void Put(PreparedSeries prepared)
    {
        _resources.Put(prepared.Series);
        _resources.Show(ShownKind.Series, prepared.Series.Id, prepared.Listed);
    }

    /// <summary>Writes an event, or removes one that is gone; a malformed one is skipped.</summary>
    public void Put(ArchivedEvent archived)
    {
        if (archived.Status == EventStatus.Gone)
        {
            _resources.RemoveEvent(archived.Id);
            return;
        }
        if (JsonSerializer.Deserialize(archived.Json, PatchworkJson.Default.Event) is { } e && e.Id == archived.Id)
            _resources.Put(e, archived.Json);
    }

    /// <summary>Writes a project, person or user.</summary>
    public void Put(EmbeddedKind kind, byte[] json)
    {
        var text = Encoding.UTF8.GetString(json);
        switch (kind)
        {
            case EmbeddedKind.Project:
                _resources.Put(JsonSerializer.Deserialize(json, PatchworkJson.Default.Project)!, text);
                break;
            case EmbeddedKind.Person:
                _resources.Put(JsonSerializer.Deserialize(json, PatchworkJson.Default.Person)!, text);
                break;
            case EmbeddedKind.User:
                _resources.Put(JsonSerializer.Deserialize(json, PatchworkJson.Default.User)!, text);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }

    /// <summary>Removes a person or user that is gone.</summary>
    public void Remove(EmbeddedKind kind, long id)
    {
        if (kind == EmbeddedKind.Person)
            _unperson.Run(id);
        else if (kind == EmbeddedKind.User)
            _unuser.Run(id);
    }
}
