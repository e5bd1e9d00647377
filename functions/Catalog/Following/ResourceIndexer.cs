using System.Text;
using System.Text.Json;
using Hookwork.Archive.Resources;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;
using Microsoft.Data.Sqlite;

namespace Hookwork.Catalog.Following;

/// <summary>Writes what lists show of resources, except for mail texts. Each call replaces the previous row.</summary>
public sealed class ResourceIndexer(SqliteConnection connection)
{
    /// <summary>Whether an event is of a resource that is gone.</summary>
    private const string Gone = """
        (coalesce(patch IN (SELECT id FROM gone WHERE kind = 0), 0)
            OR coalesce(cover IN (SELECT id FROM gone WHERE kind = 1), 0)
            OR coalesce(series IN (SELECT id FROM gone WHERE kind = 2), 0))
        """;

    private readonly SqlStatement _project = new(
        connection,
        "INSERT OR REPLACE INTO project (id, link_name, json) VALUES (?1, ?2, ?3)"
    );
    private readonly SqlStatement _person = new(
        connection,
        "INSERT OR REPLACE INTO person (id, name, email, json) VALUES (?1, ?2, ?3, ?4)"
    );
    private readonly SqlStatement _user = new(
        connection,
        "INSERT OR REPLACE INTO user (id, username, email, json) VALUES (?1, ?2, ?3, ?4)"
    );
    private readonly SqlStatement _patch = new(
        connection,
        """
        INSERT OR REPLACE INTO patch (id, state, archived, check_state, delegate, submitter, date, hash, msgid, name)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """
    );
    private readonly SqlStatement _cover = new(
        connection,
        "INSERT OR REPLACE INTO cover (id, submitter, date, msgid, name) VALUES (?1, ?2, ?3, ?4, ?5)"
    );
    private readonly SqlStatement _series = new(
        connection,
        """
        INSERT OR REPLACE INTO series (id, name, date, submitter, version, total, received_total, received_all)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """
    );
    private readonly SqlStatement _unpatch = new(connection, "DELETE FROM patch WHERE id = ?1");
    private readonly SqlStatement _uncover = new(connection, "DELETE FROM cover WHERE id = ?1");
    private readonly SqlStatement _unseries = new(connection, "DELETE FROM series WHERE id = ?1");
    private readonly SqlStatement _show = new(
        connection,
        "INSERT OR REPLACE INTO shown (kind, id, json) VALUES (?1, ?2, ?3)"
    );
    private readonly SqlStatement _unshow = new(connection, "DELETE FROM shown WHERE kind = ?1 AND id = ?2");
    private readonly SqlStatement _stays = new(
        connection,
        """
        SELECT 1 FROM shown WHERE kind = ?1 AND id = ?2 AND (?3 = 0 OR kind > 1
            OR EXISTS (SELECT 1 FROM patch WHERE id = ?2 AND ?1 = 0) OR EXISTS (SELECT 1 FROM cover WHERE id = ?2 AND ?1 = 1))
        """
    );
    private readonly SqlStatement _userCopy = new(
        connection,
        "INSERT OR IGNORE INTO user (id, username, email, json) VALUES (?1, ?2, ?3, ?4)"
    );
    private readonly SqlStatement _leave = new(connection, "DELETE FROM mail_series WHERE kind = ?1 AND id = ?2");
    private readonly SqlStatement _join = new(
        connection,
        "INSERT OR IGNORE INTO mail_series (kind, id, series) VALUES (?1, ?2, ?3)"
    );
    private readonly SqlStatement _event = new(
        connection,
        """
        INSERT OR REPLACE INTO event (id, category, date, actor, patch, cover, series, comment, patch_check, detail, gone)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        """
    );
    private readonly SqlStatement _unevent = new(connection, "DELETE FROM event WHERE id = ?1");
    private readonly SqlStatement _isGone = new(connection, "SELECT 1 FROM gone WHERE kind = ?1 AND id = ?2");
    private readonly SqlStatement _bury = new(connection, "INSERT OR IGNORE INTO gone (kind, id) VALUES (?1, ?2)");
    private readonly SqlStatement _revive = new(connection, "DELETE FROM gone WHERE kind = ?1 AND id = ?2");
    private readonly SqlStatement _hide = new(connection, $"UPDATE event SET gone = {Gone} WHERE gone <> {Gone}");
    private bool _hides;

    /// <summary>Writes the project of this file.</summary>
    public void Put(Project project, string json) => _project.Run(project.Id, project.LinkName ?? "", json);

    /// <summary>Writes a person.</summary>
    public void Put(Person person, string json) =>
        _person.Run(person.Id, person.Name, person.Email ?? "", StoredPerson.Of(person.Id, json));

    /// <summary>Writes a user.</summary>
    public void Put(User user, string json) => _user.Run(user.Id, user.Username ?? "", user.Email ?? "", json);

    /// <summary>Writes a patch or cover letter and its series.</summary>
    public void Put(Submission submission)
    {
        var kind = submission is Patch ? MailKind.Patch : MailKind.Cover;
        if (submission is Patch patch)
        {
            _patch.Run(
                patch.Id,
                FieldValues.State(patch.State ?? ""),
                patch.Archived ? 1L : 0L,
                FieldValues.Lower(patch.Check ?? CombinedCheck.None),
                patch.Delegate?.Id,
                patch.Submitter?.Id,
                Date(patch.Date),
                patch.Hash is { } hash ? CatalogSchema.IdHash(hash) : null,
                patch.Msgid ?? "",
                patch.Name ?? ""
            );
        }
        else
        {
            _cover.Run(
                submission.Id,
                submission.Submitter?.Id,
                Date(submission.Date),
                submission.Msgid ?? "",
                submission.Name ?? ""
            );
        }
        _leave.Run((long)kind, submission.Id);
        foreach (var series in submission.Series ?? [])
            _join.Run((long)kind, submission.Id, series.Id);
    }

    /// <summary>Writes a series.</summary>
    public void Put(Series series) =>
        _series.Run(
            series.Id,
            series.Name,
            Date(series.Date),
            series.Submitter?.Id,
            (long?)series.Version,
            (long)series.Total,
            (long)series.ReceivedTotal,
            series.ReceivedAll ? 1L : 0L
        );

    /// <summary>Writes what lists show of a resource, and embedded copies of resources that have no row.</summary>
    public void Show(ShownKind kind, long id, ListedJson listed)
    {
        _show.Run((long)kind, id, Packed(listed.Json));
        Put(listed.Copies, areCurrent: true);
        if (_isGone.Read((long)kind, id) is null)
            return;
        _revive.Run((long)kind, id);
        _hides = true;
    }

    /// <summary>Writes what pages show of a patch's checks.</summary>
    /// <param name="json">As <see cref="ListedChecks"/> makes it; null if there are none.</param>
    public void ShowChecks(long patch, byte[]? json)
    {
        if (json is null)
            _unshow.Run((long)ShownKind.PatchChecks, patch);
        else
            _show.Run((long)ShownKind.PatchChecks, patch, Packed(json));
    }

    /// <summary>
    /// Removes a patch, cover letter or series with its dependent rows. The events of one that is gone are hidden by
    /// <see cref="HideEvents"/>.
    /// </summary>
    public void Remove(ResourceKind kind, long id, bool isGone)
    {
        if (isGone)
        {
            _bury.Run((long)Kind(kind), id);
            _hides = true;
        }
        if (kind == ResourceKind.Series)
        {
            _unseries.Run(id);
            return;
        }
        var mail = (long)(kind == ResourceKind.Patch ? MailKind.Patch : MailKind.Cover);
        (kind == ResourceKind.Patch ? _unpatch : _uncover).Run(id);
        _leave.Run(mail, id);
        if (kind == ResourceKind.Patch)
            ShowChecks(id, null);
    }

    public void RemoveEvent(long id) => _unevent.Run(id);

    /// <summary>Hides the events of what is gone and shows those of what is back. Call it last in a transaction.</summary>
    public void HideEvents()
    {
        if (_hides)
            _hide.Run();
        _hides = false;
    }

    /// <summary>Writes an event. Resources that its payload embeds are replaced by their ids.</summary>
    public void Put(Event e, byte[] json)
    {
        var payload = new EventPayload(e.Payload);
        // Not by HideEvents, which looks at every event.
        var isGone =
            IsGone(ShownKind.Patch, payload.Id("patch"))
            || IsGone(ShownKind.Cover, payload.Id("cover"))
            || IsGone(ShownKind.Series, payload.Id("series"));
        _event.Run(
            e.Id,
            StoredCategory.Of(e.Category ?? ""),
            EventDate.Stored(e.Date ?? ""),
            e.Actor?.Id,
            payload.Id("patch"),
            payload.Id("cover"),
            payload.Id("series"),
            payload.Id("comment"),
            payload.Id("check"),
            payload.Rest,
            isGone ? 1L : 0L
        );
        Put(ListedJson.CopiesIn(e.Payload));
        using var document = JsonDocument.Parse(json);
        Put(ListedJson.CopiesIn(document.RootElement));
    }

    private bool IsGone(ShownKind kind, long? id) => id is not null && _isGone.Read((long)kind, id) is not null;

    internal static ShownKind Kind(ResourceKind kind) =>
        kind switch
        {
            ResourceKind.Patch => ShownKind.Patch,
            ResourceKind.Cover => ShownKind.Cover,
            _ => ShownKind.Series,
        };

    private static long Date(string? date) => FieldValues.Microseconds(ArchivedMail.DateOf(date).UtcTicks);

    private byte[] Packed(byte[] json) => CatalogDictionaries.Of(connection).Shown.Pack(json);

    /// <summary>Writes embedded copies of what has no row here.</summary>
    /// <param name="areCurrent">Whether they replace those of other projects' mails, which may have moved.</param>
    private void Put(IEnumerable<EmbeddedCopy> copies, bool areCurrent = false)
    {
        foreach (var copy in copies)
        {
            if (copy.Kind is { } kind)
            {
                if (_stays.Read((long)kind, copy.Id, areCurrent ? 1L : 0L) is null)
                    _show.Run((long)kind, copy.Id, Packed(Encoding.UTF8.GetBytes(copy.Json)));
            }
            else if (UserIn(copy) is { } user)
                _userCopy.Run(user.Id, user.Username ?? "", user.Email ?? "", copy.Json);
        }
    }

    /// <summary>The user in the payload of an event, which is not validated; null if it is not a user.</summary>
    private static User? UserIn(EmbeddedCopy copy)
    {
        try
        {
            return JsonSerializer.Deserialize(copy.Json, PatchworkJson.Default.User);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
