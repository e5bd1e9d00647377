using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Bench.Search.Corpus;
using Hookwork.Mail;

namespace Hookwork.Bench.Search.Archive;

/// <summary>
/// Converts a list's mails to the rows that Hookwork would archive from Patchwork: patches, cover letters, series,
/// comments, checks, people and events. No mail is dropped: a reply to an unknown mail counts as a cover letter.
/// </summary>
internal sealed class Tracker(int seed)
{
    /// <summary>The id of the only project.</summary>
    public const long Project = 14;

    /// <summary>The id of the first patch; the others follow it.</summary>
    public const long FirstPatch = 2_000_001;

    /// <summary>Its name in addresses.</summary>
    public const string ProjectName = "qemu-devel";

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] States =
    [
        "new",
        "new",
        "new",
        "new",
        "new",
        "new",
        "new",
        "new",
        "new",
        "new",
        "under-review",
        "under-review",
        "accepted",
        "changes-requested",
        "rejected",
        "superseded",
    ];
    private static readonly string[] CheckStates = ["success", "success", "success", "warning", "fail", "fail"];

    private readonly Dice _dice = new(seed);
    private readonly Dictionary<string, Submitted> _byMessageId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> _people = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SubmittedSeries> _series = [];
    private readonly EventRows _events = new();
    private (long Patch, long Cover, long Comment, long Check) _last = (FirstPatch - 1, 1_000_000, 3_000_000, 140_000);

    /// <summary>How many patches it has accepted.</summary>
    public long Patches => _last.Patch - FirstPatch + 1;

    /// <summary>The rows of a mail.</summary>
    public IEnumerable<ArchiveRow> Take(ReceivedMail mail)
    {
        var subject = SubjectLine.Parse(mail.Subject);
        var text = PatchText.Split(mail.Text);
        // Patchwork treats the first message of a pull request as a patch, although it has no diff.
        var pull = subject.IsReply || text.Diff.Length > 0 ? null : MailBody.Of(text.Content).PullRequest?.ToString();
        if (!subject.IsReply && (text.Diff.Length > 0 || pull is not null))
            return Submit(ResourceKind.Patch, mail, subject, text, pull);
        var parent = mail
            .Parents.Select(id => _byMessageId.GetValueOrDefault(id))
            .FirstOrDefault(known => known is not null);
        return parent is null || (!subject.IsReply && subject.Number == 0)
            ? Submit(ResourceKind.Cover, mail, subject, text with { Content = mail.Text.Trim(), Diff = "" }, null)
            : Comment(mail, parent, text with { Content = text.Diff.Length > 0 ? mail.Text.Trim() : text.Content });
    }

    /// <summary>The rows that are complete only after the last mail.</summary>
    public IEnumerable<ArchiveRow> Finish()
    {
        foreach (var series in _series)
        {
            var json = series.Reference();
            json["project"] = ProjectJson();
            json["submitter"] = series.Submitter.DeepClone();
            json["total"] = series.Total;
            json["received_total"] = series.Patches.Count;
            json["received_all"] = series.IsComplete;
            json["cover_letter"] = series.Cover?.Reference();
            json["patches"] = new JsonArray([.. series.Patches.Select(patch => patch.Reference())]);
            yield return Row(
                "Series",
                Keys.Bucket(series.Id),
                series.Id,
                json,
                new(StringComparer.Ordinal) { ["Project"] = Project, ["DetailAt"] = series.Date }
            );
        }
        foreach (var person in _people.Values)
            yield return Row("People", Keys.Bucket((long)person["id"]!), (long)person["id"]!, person, []);
        foreach (var user in Enumerable.Range(1, 3).Select(id => User(id)))
            yield return Row("Users", Keys.Bucket((long)user["id"]!), (long)user["id"]!, user, []);
        yield return Row("Projects", Keys.Bucket(Project), Project, ProjectJson(), []);
        foreach (var row in _events.Rows)
            yield return row;
    }

    private IEnumerable<ArchiveRow> Submit(
        ResourceKind kind,
        ReceivedMail mail,
        SubjectLine subject,
        PatchText text,
        string? pull
    )
    {
        var person = Person(mail);
        var series = SeriesOf(kind, mail, subject, person);
        var id = kind == ResourceKind.Patch ? ++_last.Patch : ++_last.Cover;
        var submitted = new Submitted(kind, id, mail.MessageId, mail.Date, subject.Name, (long)person["id"]!, series);
        _byMessageId.TryAdd(mail.MessageId, submitted);
        if (kind == ResourceKind.Patch)
            series.Patches.Add(submitted);
        else
            series.Cover ??= submitted;

        var json = submitted.Reference();
        json["project"] = ProjectJson();
        json["submitter"] = person.DeepClone();
        json["series"] = new JsonArray(series.Reference());
        json["comments"] = $"/api/{kind.Plural()}/{id}/comments/";
        json["headers"] = Headers(mail);
        json["content"] = text.Content;
        var columns = submitted.Columns;
        columns["Project"] = Project;
        columns["MessageId"] = $"<{mail.MessageId}>";
        columns["Date"] = Submitted.Utc(mail.Date);
        columns["Submitter"] = submitted.Submitter;
        columns["Series"] = ResourceRow.WriteIds([series.Id]);
        columns["DetailAt"] = mail.Date;
        List<ArchiveRow> rows = [];
        if (kind == ResourceKind.Patch)
            rows.AddRange(Judge(submitted, json, text.Diff, pull));
        else
            _events.Add("cover-created", mail.Date, ("cover", submitted.Reference()));
        return [Row(kind == ResourceKind.Patch ? "Patches" : "Covers", Keys.Bucket(id), id, json, columns), .. rows];
    }

    /// <summary>Sets a patch's state, delegate and check; returns the check's rows.</summary>
    private IEnumerable<ArchiveRow> Judge(Submitted patch, JsonObject json, string diff, string? pull)
    {
        var (state, check) = (_dice.Of(States), _dice.Of(CheckStates));
        json["state"] = state;
        json["archived"] = _dice.Chance(0.06);
        json["commit_ref"] = null;
        json["pull_url"] = pull;
        json["hash"] =
            diff.Length > 0 ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(diff)))[..40] : null;
        json["delegate"] = _dice.Chance(0.2) ? User(_dice.Between(1, 2)) : null;
        json["check"] = check;
        json["checks"] = $"/api/patches/{patch.Id}/checks/";
        json["tags"] = new JsonObject();
        json["related"] = new JsonArray();
        json["prefixes"] = new JsonArray();
        json["diff"] = diff.Length > 0 ? diff : null;
        patch.Columns["State"] = state;
        patch.Columns["Archived"] = (bool)json["archived"]!;
        patch.Columns["Checks"] = 1;
        _events.Add("patch-created", patch.Date, ("patch", patch.Reference()));
        _events.Add("patch-completed", patch.Date, ("patch", patch.Reference()), ("series", patch.Series.Reference()));
        if (patch.Series.Patches.Count == patch.Series.Total)
            _events.Add("series-completed", patch.Date, ("series", patch.Series.Reference()));
        if (state != "new")
            _events.Add(
                "patch-state-changed",
                patch.Date.AddHours(9),
                ("patch", patch.Reference()),
                ("previous_state", "new"),
                ("current_state", state)
            );

        var id = ++_last.Check;
        var checkJson = new JsonObject
        {
            ["id"] = id,
            ["url"] = $"/api/patches/{patch.Id}/checks/{id}/",
            ["user"] = User(3),
            ["date"] = Submitted.Utc(patch.Date.AddHours(2)),
            ["state"] = check,
            ["target_url"] = $"https://ci.example.org/{patch.Id}/checkpatch",
            ["context"] = "checkpatch",
            ["description"] = $"checkpatch: {check}",
        };
        _events.Add(
            "check-created",
            patch.Date.AddHours(2),
            ("patch", patch.Reference()),
            ("check", checkJson.DeepClone())
        );
        yield return Row("Checks", Keys.Id(patch.Id), id, checkJson, []);
    }

    private IEnumerable<ArchiveRow> Comment(ReceivedMail mail, Submitted parent, PatchText text)
    {
        var id = ++_last.Comment;
        _byMessageId.TryAdd(mail.MessageId, parent);
        parent.Columns["Comments"] = parent.Columns.GetValueOrDefault("Comments") is int before ? before + 1 : 1;
        var json = new JsonObject
        {
            ["id"] = id,
            ["url"] = $"/api/{parent.Kind.Plural()}/{parent.Id}/comments/{id}/",
            ["web_url"] = $"/comment/{id}/",
            ["msgid"] = $"<{mail.MessageId}>",
            ["list_archive_url"] = null,
            ["date"] = Submitted.Utc(mail.Date),
            ["subject"] = mail.Subject,
            ["submitter"] = Person(mail).DeepClone(),
            ["content"] = text.Content,
            ["headers"] = Headers(mail),
            ["addressed"] = null,
        };
        _events.Add(
            $"{parent.Kind.Name()}-comment-created",
            mail.Date,
            (parent.Kind.Name(), parent.Reference()),
            ("comment", new JsonObject { ["id"] = id, ["msgid"] = $"<{mail.MessageId}>" })
        );
        yield return Row("Comments", Keys.Comments(parent.Kind, parent.Id), id, json, []);
    }

    private SubmittedSeries SeriesOf(ResourceKind kind, ReceivedMail mail, SubjectLine subject, JsonObject person)
    {
        var total = subject.Total ?? 1;
        foreach (var parent in mail.Parents)
        {
            if (
                _byMessageId.TryGetValue(parent, out var known)
                && known.Series is var series
                && series.Version == subject.Version
                && series.Total == total
                && total > 1
            )
                return series;
        }
        var created = new SubmittedSeries(
            480_000 + _series.Count,
            kind == ResourceKind.Cover ? subject.Title : subject.Name,
            mail.Date,
            subject.Version,
            total,
            person
        );
        _series.Add(created);
        _events.Add("series-created", mail.Date, ("series", created.Reference()));
        return created;
    }

    private JsonObject Person(ReceivedMail mail)
    {
        if (!_people.TryGetValue(mail.Address, out var person))
        {
            var id = 80_000L + _people.Count;
            _people.Add(
                mail.Address,
                person = new JsonObject
                {
                    ["id"] = id,
                    ["url"] = $"/api/people/{id}/",
                    ["name"] = mail.Name,
                    ["email"] = mail.Address,
                }
            );
        }
        return person;
    }

    private static JsonObject Headers(ReceivedMail mail) =>
        new(
            mail.Headers.GroupBy(header => header.Name, StringComparer.Ordinal)
                .Select(group =>
                    KeyValuePair.Create<string, JsonNode?>(
                        group.Key,
                        group.Count() == 1
                            ? group.First().Value
                            : new JsonArray([.. group.Select(header => (JsonNode)header.Value)])
                    )
                )
        );

    private static JsonObject User(long id) =>
        new()
        {
            ["id"] = id,
            ["url"] = $"/api/users/{id}/",
            ["username"] = id switch
            {
                1 => "amara",
                2 => "lucia",
                _ => "cibot",
            },
            ["first_name"] = "",
            ["last_name"] = "",
            ["email"] = $"{(id switch { 1 => "amara", 2 => "lucia", _ => "cibot" })}@example.org",
        };

    private static JsonObject ProjectJson() =>
        new()
        {
            ["id"] = Project,
            ["url"] = $"/api/projects/{Project}/",
            ["name"] = "QEMU Development",
            ["link_name"] = "qemu-devel",
            ["list_id"] = "qemu-devel.nongnu.example",
            ["list_email"] = "qemu-devel@nongnu.example",
            ["web_url"] = "",
            ["scm_url"] = "",
            ["webscm_url"] = "",
            ["list_archive_url"] = "",
            ["list_archive_url_format"] = "",
            ["commit_url_format"] = "",
        };

    private static ArchiveRow Row(
        string table,
        string partition,
        long id,
        JsonObject json,
        Dictionary<string, object> columns
    ) => new(table, partition, Keys.Id(id), Bytes(json), columns);

    /// <summary>JSON as Patchwork writes it, with minimal escaping.</summary>
    internal static ReadOnlyMemory<byte> Bytes(JsonObject json)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
            json.WriteTo(writer);
        return buffer.WrittenMemory;
    }
}
