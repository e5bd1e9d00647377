using System.Text.Json.Nodes;
using Hookwork.Api.Http;
using Hookwork.Api.Lists;
using Hookwork.Api.Resources;

namespace Hookwork.Api;

/// <summary>Every view of the API.</summary>
public sealed class ApiViews
{
    internal static readonly string[] Update = ["PUT", "PATCH"];
    internal static readonly string[] UpdateOrDelete = ["PUT", "PATCH", "DELETE"];
    internal static readonly string[] Create = ["POST"];
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

    private readonly CatalogLists _lists;

    public ApiViews(CatalogLists lists, Details details, Bundles bundles, OwnUser ownUser)
    {
        _lists = lists;
        All =
        [
            new("", "Index", "", null, Index),
            Rows("projects/", "Project List", "List projects.", ProjectResource.List, details.ProjectsAsync),
            new("projects/{name}/", "Project Detail", Verbs("project"), Entity.Project, details.ProjectAsync)
            {
                Writes = Update,
            },
            List("people/", "Person List", "List users.", PersonResource.List) with
            {
                NeedsUser = true,
            },
            One("people/{id}/", "Person Detail", "Show a user.", PersonResource.List) with
            {
                NeedsUser = true,
            },
            List("users/", "User List", "List users.", UserResource.List) with
            {
                NeedsUser = true,
            },
            new(
                "users/{id}/",
                "User Detail",
                Verbs("user"),
                Entity.User,
                async (call, cancellationToken) =>
                    await ownUser.ShowAsync(call, cancellationToken)
                    ?? await OneAsync(call, UserResource.List, cancellationToken)
            )
            {
                NeedsUser = true,
                Writes = Update,
            },
            List("patches/", "Patch List", "List patches.", PatchResource.List),
            new("patches/{id}/", "Patch Detail", Verbs("patch"), Entity.Patch, details.PatchAsync) { Writes = Update },
            Rows(
                "patches/{id}/comments/",
                "Patch Comment List",
                "List patch comments",
                CommentResource.List,
                details.PatchCommentsAsync
            ) with
            {
                Minor = 1,
            },
            new(
                "patches/{id}/comments/{comment}/",
                "Patch Comment Detail",
                Verbs("patch comment"),
                Entity.PatchComment,
                details.PatchCommentAsync
            )
            {
                Minor = 3,
                Writes = Update,
            },
            Rows(
                "patches/{id}/checks/",
                "Check List Create",
                "get:\nList checks.\n\npost:\nCreate a check.",
                CheckResource.List,
                details.ChecksAsync
            ) with
            {
                Writes = Create,
            },
            new("patches/{id}/checks/{check}/", "Check Detail", "Show a check.", Entity.Check, details.CheckAsync),
            List("covers/", "Cover List", "List cover letters.", CoverResource.List),
            new("covers/{id}/", "Cover Detail", "Show a cover letter.", Entity.Cover, details.CoverAsync),
            Rows(
                "covers/{id}/comments/",
                "Cover Comment List",
                "List cover comments",
                CommentResource.List,
                details.CoverCommentsAsync
            ) with
            {
                Minor = 1,
            },
            new(
                "covers/{id}/comments/{comment}/",
                "Cover Comment Detail",
                Verbs("cover comment"),
                Entity.CoverComment,
                details.CoverCommentAsync
            )
            {
                Minor = 3,
                Writes = Update,
            },
            List("series/", "Series List", "List series.", SeriesResource.List),
            new("series/{id}/", "Series Detail", "Show a series.", Entity.Series, details.SeriesAsync),
            List("events/", "Event List", "List events.", EventResource.List),
            Rows("bundles/", "Bundle List", "List or create bundles.", BundleResource.List, bundles.ListAsync) with
            {
                Writes = Create,
            },
            new(
                "bundles/{id}/",
                "Bundle Detail",
                Verbs("bundle") + "\n\ndelete:\nDelete a bundle.",
                Entity.Bundle,
                bundles.OneAsync
            )
            {
                Writes = UpdateOrDelete,
            },
        ];
    }

    internal IReadOnlyList<ApiView> All { get; }

    private ApiView List(string pattern, string title, string about, CatalogList list) =>
        new(
            pattern,
            title,
            about,
            list.Entity,
            (call, cancellationToken) => _lists.AnswerAsync(call, list, cancellationToken)
        )
        {
            Parameters = ListParameter.Of(list),
        };

    private static ApiView Rows(
        string pattern,
        string title,
        string about,
        RowList list,
        Func<ApiCall, CancellationToken, Task<ApiAnswer>> read
    ) => new(pattern, title, about, list.Entity, read) { Parameters = ListParameter.Of(list) };

    private ApiView One(string pattern, string title, string about, CatalogList list) =>
        new(pattern, title, about, list.Entity, (call, cancellationToken) => OneAsync(call, list, cancellationToken));

    private async Task<ApiAnswer> OneAsync(ApiCall call, CatalogList list, CancellationToken cancellationToken) =>
        await _lists.OneAsync(call, list, call.Id("id"), cancellationToken) ?? ApiAnswer.NotFound;

    private static string Verbs(string what) =>
        $"get:\nShow a {what}.\n\npatch:\nUpdate a {what}.\n\nput:\nUpdate a {what}.";

    private static Task<ApiAnswer> Index(ApiCall call, CancellationToken cancellationToken)
    {
        var index = new JsonObject();
        foreach (var root in Roots)
            index[root] = $"{call.Origin}/api/{call.Version.Segment}{root}/{call.Suffix}";
        return Task.FromResult(ApiAnswer.Json(index));
    }
}
