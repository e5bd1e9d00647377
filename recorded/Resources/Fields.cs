using System.Collections.Frozen;

namespace Hookwork.Recorded.Resources;

/// <summary>
/// The fields of each kind of resource by version and shape, and the kinds that they hold: the API's differences as
/// data.
/// </summary>
internal static class Fields
{
    /// <summary>Fields introduced in version 1.<c>Minor</c>.</summary>
    private static readonly (Kind Kind, int Minor, string[] Names)[] Since =
    [
        (Kind.Project, 1, ["subject_match"]),
        (Kind.Project, 2, ["list_archive_url", "list_archive_url_format", "commit_url_format"]),
        (Kind.Project, 4, ["show_dependencies"]),
        (Kind.Patch, 1, ["web_url", "comments"]),
        (Kind.Patch, 2, ["list_archive_url", "related"]),
        (Kind.Cover, 1, ["web_url", "mbox", "comments"]),
        (Kind.Cover, 2, ["list_archive_url"]),
        (Kind.Series, 1, ["web_url"]),
        (Kind.Series, 4, ["dependencies", "dependents"]),
        (Kind.Comment, 1, ["web_url"]),
        (Kind.Comment, 2, ["list_archive_url"]),
        (Kind.Comment, 3, ["addressed"]),
        (Kind.Bundle, 1, ["web_url"]),
    ];

    /// <summary>Fields that only the detail view has.</summary>
    private static readonly (Kind Kind, string[] Names)[] DetailOnly =
    [
        (Kind.Patch, ["headers", "content", "diff", "prefixes"]),
        (Kind.Cover, ["headers", "content"]),
    ];

    /// <summary>The fields of an embedded resource; kinds not listed show all.</summary>
    private static readonly (Kind Kind, string[] Names)[] WhenEmbedded =
    [
        (
            Kind.Project,
            [
                "id",
                "url",
                "name",
                "link_name",
                "list_id",
                "list_email",
                "web_url",
                "scm_url",
                "webscm_url",
                "list_archive_url",
                "list_archive_url_format",
                "commit_url_format",
            ]
        ),
        (Kind.Person, ["id", "url", "name", "email"]),
        (Kind.Patch, ["id", "url", "web_url", "msgid", "list_archive_url", "date", "name", "mbox"]),
        (Kind.Cover, ["id", "url", "web_url", "msgid", "list_archive_url", "date", "name", "mbox"]),
        (Kind.Series, ["id", "url", "web_url", "date", "name", "version", "mbox"]),
        (Kind.Check, ["id", "url", "date", "state", "target_url", "context"]),
    ];

    /// <summary>Fields that hold a resource or a list of them, in any resource.</summary>
    private static readonly FrozenDictionary<string, Kind> Holding = new Dictionary<string, Kind>
    {
        ["project"] = Kind.Project,
        ["submitter"] = Kind.Person,
        ["user"] = Kind.User,
        ["actor"] = Kind.User,
        ["owner"] = Kind.User,
        ["delegate"] = Kind.User,
        ["maintainers"] = Kind.User,
        ["previous_delegate"] = Kind.User,
        ["current_delegate"] = Kind.User,
        ["patch"] = Kind.Patch,
        ["patches"] = Kind.Patch,
        ["related"] = Kind.Patch,
        ["cover"] = Kind.Cover,
        ["cover_letter"] = Kind.Cover,
        ["series"] = Kind.Series,
        ["comment"] = Kind.Comment,
        ["check"] = Kind.Check,
        ["payload"] = Kind.Payload,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<(Kind, string), int> MinorOf = Since
        .SelectMany(rule => rule.Names.Select(name => KeyValuePair.Create((rule.Kind, name), rule.Minor)))
        .ToFrozenDictionary();

    private static readonly FrozenSet<(Kind, string)> Detailed = DetailOnly
        .SelectMany(rule => rule.Names.Select(name => (rule.Kind, name)))
        .ToFrozenSet();

    private static readonly FrozenDictionary<Kind, FrozenSet<string>> Embedded = WhenEmbedded.ToFrozenDictionary(
        rule => rule.Kind,
        rule => rule.Names.ToFrozenSet()
    );

    /// <summary>Whether this version and shape of a resource has the field.</summary>
    public static bool Shows(Kind kind, string field, int minor, Shape shape) =>
        (!MinorOf.TryGetValue((kind, field), out var since) || minor >= since)
        && shape switch
        {
            Shape.Detailed => true,
            Shape.Listed => !Detailed.Contains((kind, field)),
            _ => !Embedded.TryGetValue(kind, out var names) || names.Contains(field),
        };

    /// <summary>The kind of resource that a field holds; null if none.</summary>
    public static Kind? Held(string field) => Holding.TryGetValue(field, out var kind) ? kind : null;
}
