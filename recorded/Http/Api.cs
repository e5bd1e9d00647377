using System.Text.Json.Nodes;
using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>The REST API: its views and their common behavior.</summary>
internal sealed class Api
{
    private static readonly string[] Read = ["GET"];
    private static readonly string[] Update = ["GET", "PUT", "PATCH"];
    private static readonly string[] Create = ["GET", "POST"];
    private static readonly string[] Roots =
    [
        "projects",
        "users",
        "people",
        "patches",
        "covers",
        "series",
        "events",
        "bundles",
    ];

    private readonly Ledger _ledger;
    private readonly Writes _writes;
    private readonly BundleWrites _bundles;
    private readonly AccountWrites _accounts;
    private readonly Authentication _authentication;
    private readonly Endpoint[] _endpoints;

    private readonly ApiVersion _newest;

    public Api(Ledger ledger, Writes writes, ApiVersion newest)
    {
        _newest = newest;
        _ledger = ledger;
        _writes = writes;
        _bundles = new BundleWrites(ledger);
        _accounts = new AccountWrites(ledger);
        _authentication = new Authentication(ledger);
        _endpoints =
        [
            new("", "Index", "", Read, (call, _) => Index(call)),
            new(
                "projects/",
                "Project List",
                "List projects.",
                Read,
                (call, _) => Named(call, World.Projects.Values.Where(row => row.Id != World.ProjectToCome))
            ),
            new(
                "projects/{name}/",
                "Project Detail",
                Verbs("project"),
                Update,
                (call, path) =>
                    Project(path[0]) is { } project && !call.IsRead
                        ? _accounts.Project(call, project)
                        : Detail(call, Project(path[0]))
            ),
            new("people/", "Person List", "List users.", Read, (call, _) => Named(call, World.People.Values))
            {
                NeedsUser = true,
            },
            new(
                "people/{id}/",
                "Person Detail",
                "Show a user.",
                Read,
                (call, path) => Detail(call, Find(World.People, path[0]))
            )
            {
                NeedsUser = true,
            },
            new("users/", "User List", "List users.", Read, (call, _) => Named(call, World.Users.Values))
            {
                NeedsUser = true,
            },
            new(
                "users/{id}/",
                "User Detail",
                Verbs("user"),
                Update,
                (call, path) => _accounts.User(call, Find(World.Users, path[0]))
            )
            {
                NeedsUser = true,
            },
            new(
                "patches/",
                "Patch List",
                "List patches.",
                Read,
                (call, _) =>
                    Lists.Answer(call, World, World.Patches.Values.Where(Exists), Filters.Patches, Orders.Patches)
            ),
            new(
                "patches/{id}/",
                "Patch Detail",
                Verbs("patch"),
                Update,
                (call, path) => Patch(call, Find(World.Patches, path[0]))
            ),
            new(
                "patches/{id}/comments/",
                "Patch Comment List",
                "List patch comments",
                Read,
                (call, path) => Comments(call, Find(World.Patches, path[0]))
            )
            {
                Minor = 1,
            },
            new(
                "patches/{id}/comments/{id}/",
                "Patch Comment Detail",
                Verbs("patch comment"),
                Update,
                (call, path) => Comment(call, Find(World.Patches, path[0]), path[1])
            )
            {
                Minor = 3,
            },
            new(
                "patches/{id}/checks/",
                "Check List Create",
                "get:\nList checks.\n\npost:\nCreate a check.",
                Create,
                (call, path) => Checks(call, Find(World.Patches, path[0]))
            ),
            new(
                "patches/{id}/checks/{id}/",
                "Check Detail",
                "Show a check.",
                Read,
                (call, path) => Detail(call, Check(path[0], path[1]))
            ),
            new(
                "covers/",
                "Cover List",
                "List cover letters.",
                Read,
                (call, _) => Lists.Answer(call, World, World.Covers.Values.Where(Exists), Filters.Covers, Orders.Covers)
            ),
            new(
                "covers/{id}/",
                "Cover Detail",
                "Show a cover letter.",
                Read,
                (call, path) => Detail(call, Find(World.Covers, path[0]))
            ),
            new(
                "covers/{id}/comments/",
                "Cover Comment List",
                "List cover comments",
                Read,
                (call, path) => Comments(call, Find(World.Covers, path[0]))
            )
            {
                Minor = 1,
            },
            new(
                "covers/{id}/comments/{id}/",
                "Cover Comment Detail",
                Verbs("cover comment"),
                Update,
                (call, path) => Comment(call, Find(World.Covers, path[0]), path[1])
            )
            {
                Minor = 3,
            },
            new(
                "series/",
                "Series List",
                "List series.",
                Read,
                (call, _) => Lists.Answer(call, World, World.Series.Values.Where(Exists), Filters.Series, Orders.Series)
            ),
            new(
                "series/{id}/",
                "Series Detail",
                "Show a series.",
                Read,
                (call, path) => Detail(call, Find(World.Series, path[0]))
            ),
            new("events/", "Event List", "List events.", Read, (call, _) => Events(call)),
            new("bundles/", "Bundle List", "List or create bundles.", Create, (call, _) => Bundles(call)),
            new(
                "bundles/{id}/",
                "Bundle Detail",
                Verbs("bundle") + "\n\ndelete:\nDelete a bundle.",
                [.. Update, "DELETE"],
                (call, path) => Bundle(call, Find(World.Bundles, path[0]))
            ),
        ];
    }

    private World World => _ledger.World;

    /// <summary>Answers a path under <c>/api/</c>.</summary>
    /// <param name="call">The request.</param>
    /// <param name="segments">Its path, split and decoded, without <c>api</c>.</param>
    public Answer Answer(Call call, ReadOnlySpan<string> segments)
    {
        call = call with { Version = _newest };
        if (segments is [var first, ..] && ApiVersion.IsVersion(first))
        {
            if (ApiVersion.Find(first) is not { } version || version.Minor > _newest.Minor)
                return Http.Answer.NoPage;
            call = call with { Version = version };
            segments = segments[1..];
        }

        foreach (var endpoint in _endpoints)
        {
            if (endpoint.Match(segments) is { } values)
                return call.Version.Minor < endpoint.Minor ? Http.Answer.NoPage
                    : !call.Path.EndsWith('/') ? Http.Answer.MovedTo(call.Path + "/" + call.Query.Text)
                    : Answer(call, endpoint, values);
        }

        return Http.Answer.NoPage;
    }

    private static bool Exists(Row row) => row.Exists;

    private Answer Answer(Call call, Endpoint endpoint, string[] values)
    {
        if (!Negotiation.Read(call, out var asPage))
            return Http.Answer.Detail(404, "Not found.").With("Allow", endpoint.Allow).With("Vary", "Accept");

        var answer = _authentication.Refusal(call, out var known) ?? Serve(known, endpoint, values);
        if (asPage)
            answer = Http.Answer.Page(answer.Status, endpoint.Title) with { Headers = answer.Headers };
        return answer.With("Allow", endpoint.Allow).With("Vary", "Accept, Cookie");
    }

    private static Answer Serve(Call call, Endpoint endpoint, string[] values) =>
        call.Method switch
        {
            _ when endpoint.NeedsUser && call.User is null => Writes.NotAllowed(call),
            "OPTIONS" => Negotiation.Options(endpoint),
            "GET" or "HEAD" => endpoint.Serve(call, values),
            var method when Array.IndexOf(endpoint.Methods, method) >= 0 => endpoint.Serve(call, values),
            var method => Http.Answer.Detail(405, $"Method \"{method}\" not allowed."),
        };

    private static string Verbs(string what) =>
        $"get:\nShow a {what}.\n\npatch:\nUpdate a {what}.\n\nput:\nUpdate a {what}.";

    private static Answer Index(Call call) =>
        Http.Answer.Of(
            new JsonObject(
                Roots.Select(root =>
                    KeyValuePair.Create(
                        root,
                        (JsonNode?)$"{call.Origin}/api/{call.Version.Segment}{root}/{call.View(Shape.Detailed).Suffix}"
                    )
                )
            )
        );

    /// <summary>Shows a resource; writes that tokens here may not make are refused.</summary>
    private static Answer Detail(Call call, Row? row) =>
        row is null ? Http.Answer.Detail(404, "Not found.")
        : call.IsRead ? Http.Answer.Of(row, call)
        : Writes.NotAllowed(call);

    private Answer Named(Call call, IEnumerable<ItemRow> rows) =>
        Lists.Answer(call, World, rows, Filters.People, Orders.Named);

    private Answer Bundles(Call call) =>
        call.IsRead
            ? Lists.Answer(
                call,
                World,
                World.Bundles.Values.Where(bundle => Sees(call, bundle)),
                Filters.Bundles,
                Orders.Bundles
            )
            : _bundles.Create(call);

    private Answer Bundle(Call call, BundleRow? bundle)
    {
        var seen = bundle is not null && Sees(call, bundle) ? bundle : null;
        return call.IsRead ? Detail(call, seen) : _bundles.Change(call, seen);
    }

    private static bool Sees(Call call, BundleRow bundle) => bundle.IsPublic || bundle.Owner.Id == call.User?.Id;

    private CheckRow? Check(string patch, string id) =>
        Find(World.Patches, patch)?.Checks.Find(check => check.Exists && check.Id == long.Parse(id));

    private static TRow? Find<TRow>(SortedList<long, TRow> rows, string id)
        where TRow : Row => rows.TryGetValue(long.Parse(id), out var row) && row.Exists ? row : null;

    private ItemRow? Project(string name) =>
        long.TryParse(name, out var id) && World.Projects.TryGetValue(id, out var row)
            ? row
            : World.Projects.Values.FirstOrDefault(project => project.LinkName == name);

    private Answer Patch(Call call, PatchRow? patch) =>
        patch is null || call.IsRead ? Detail(call, patch) : _writes.Update(call, patch);

    private Answer Checks(Call call, PatchRow? patch) =>
        patch is null ? Detail(call, null)
        : call.Method == "POST" ? _writes.AddCheck(call, patch)
        : Lists.Answer(call, World, patch.Checks.Where(Exists), Filters.Checks, Orders.Checks);

    private Answer Comments(Call call, MailRow? mail) =>
        mail is null ? Detail(call, null) : Lists.Answer(call, World, mail.Comments.Where(Exists), [], Orders.Comments);

    private Answer Comment(Call call, MailRow? mail, string id)
    {
        var comment = mail?.Comments.Find(row => row.Exists && row.Id == long.Parse(id));
        return comment is null || call.IsRead ? Detail(call, comment) : _writes.Update(call, mail!, comment);
    }

    /// <summary>API 1.3 introduced comment events; older versions do not count them either.</summary>
    private Answer Events(Call call) =>
        Lists.Answer(
            call,
            World,
            call.Version.Minor >= 3
                ? _ledger.TakeEvents()
                : _ledger.TakeEvents().Where(row => row.Item.Comment is null),
            Filters.Events,
            Orders.Events
        );
}
