using System.Text.Json;

namespace Hookwork.Recorded.Resources;

/// <summary>A recorded resource, with the fields that filters and orders use. Immutable.</summary>
internal sealed class Item
{
    public Item(Kind kind, byte[] json)
    {
        Kind = kind;
        Json = json;
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        Id = root.GetProperty("id").GetInt64();
        Project = IdIn(root, "project");
        Name = Text(root, "name") ?? Text(root, "subject") ?? Text(root, "username") ?? "";
        DateText = Text(root, "date") ?? "";
        Date = Dates.Parse(DateText)?.Ticks ?? 0;
        SubmitterId = IdIn(root, kind == Kind.Check ? "user" : "submitter");
        MessageId = Text(root, "msgid");
        Hash = Text(root, "hash");
        State = Text(root, "state");
        Context = Text(root, "context");
        LinkName = Text(root, "link_name");
        Email = Text(root, "email");
        Total = root.TryGetProperty("total", out var total) ? total.GetInt32() : 0;
        Members = root.TryGetProperty("patches", out var patches) ? [.. patches.EnumerateArray().Select(IdOf)] : [];
        Cover = IdIn(root, "cover_letter");
        Related = root.TryGetProperty("related", out var related) ? [.. related.EnumerateArray().Select(IdOf)] : [];
        Maintainers = root.TryGetProperty("maintainers", out var maintainers)
            ? [.. maintainers.EnumerateArray().Select(IdOf)]
            : [];
        Archived = root.TryGetProperty("archived", out var archived) && archived.GetBoolean();
        CommitRef = Text(root, "commit_ref");
        PullUrl = Text(root, "pull_url");
        DelegateId = IdIn(root, "delegate");
        Addressed =
            root.TryGetProperty("addressed", out var addressed) && addressed.ValueKind != JsonValueKind.Null
                ? addressed.GetBoolean()
                : null;
    }

    public Kind Kind { get; }

    /// <summary>The API 1.3 detail view, UTF-8, with the URLs of <see cref="Renderer.RecordedOrigin"/>.</summary>
    public byte[] Json { get; }

    public long Id { get; }

    public long Project { get; }

    /// <summary>The name, subject or username, depending on the kind.</summary>
    public string Name { get; }

    public string DateText { get; }

    /// <summary><see cref="DateText"/> in ticks of the server's local time.</summary>
    public long Date { get; }

    /// <summary>The submitter's person id; the user id of a check.</summary>
    public long SubmitterId { get; }

    public string? MessageId { get; }

    public string? Hash { get; }

    public string? State { get; }

    public string? Context { get; }

    public string? LinkName { get; }

    public string? Email { get; }

    /// <summary>The number of patches that a series announced.</summary>
    public int Total { get; }

    /// <summary>The ids of a series' patches.</summary>
    public long[] Members { get; }

    /// <summary>The id of a series' cover letter; 0 without one.</summary>
    public long Cover { get; }

    public long[] Related { get; }

    /// <summary>The ids of the users who may change a project's patches.</summary>
    public long[] Maintainers { get; }

    public bool Archived { get; }

    public string? CommitRef { get; }

    public string? PullUrl { get; }

    public long DelegateId { get; }

    public bool? Addressed { get; }

    private static long IdOf(JsonElement element) => element.GetProperty("id").GetInt64();

    private static long IdIn(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Object
        && value.TryGetProperty("id", out var number)
            ? number.GetInt64()
            : 0;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
