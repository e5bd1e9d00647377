using Hookwork.Api.Http;
using Hookwork.Archive.Resources;
using Hookwork.Input;
using Hookwork.Pages;
using Hookwork.Site.Events;
using Hookwork.Site.Home;
using Hookwork.Site.Lists;
using Hookwork.Site.Mails;
using Hookwork.Site.People;
using Hookwork.Site.Rows;
using Hookwork.Site.SeriesPages;
using Hookwork.Site.Threads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hookwork.Site;

/// <summary>
/// Endpoints outside the API that its answers link to: mboxes, pages, and short forms that redirect to them.
/// </summary>
public static class SiteEndpoints
{
    public static void MapSite(this IEndpointRouteBuilder routes)
    {
        var slashed = routes.MapGroup("").AddEndpointFilter(WithSlashAsync);
        slashed.MapMethods(
            "/series/{id:long:digits}/mbox/",
            ReadingMethods.All,
            (Mboxes mboxes, BuildAnswers builds, long id, HttpRequest request, CancellationToken cancellationToken) =>
                request.Query["prerequisites"] == "1"
                    ? builds.MboxAsync(id, cancellationToken)
                    : mboxes.SeriesAsync(id, cancellationToken)
        );
        routes.MapMethods(
            "/series/{id:long:digits}/build.json",
            ReadingMethods.All,
            (BuildAnswers builds, long id, HttpRequest request, CancellationToken cancellationToken) =>
                builds.DescribeAsync(id, request, cancellationToken)
        );
        slashed.MapMethods(
            "/patch-id/{id}/",
            ReadingMethods.All,
            (ShortAddresses addresses, string id, CancellationToken cancellationToken) =>
                addresses.PatchIdAsync(id, cancellationToken)
        );
        slashed.MapMethods(
            "/project/{project}/patch/{**mail}",
            ReadingMethods.All,
            (
                Mboxes mboxes,
                MailPages page,
                string project,
                string? mail,
                HttpRequest request,
                CancellationToken cancellationToken
            ) =>
                Split(mail) switch
                {
                    (var messageId, "mbox") => mboxes.PatchAsync(project, messageId, request, cancellationToken),
                    (var messageId, "raw") => mboxes.DiffAsync(project, messageId, cancellationToken),
                    var (messageId, _) => page.AnswerAsync(
                        ResourceKind.Patch,
                        project,
                        messageId,
                        request,
                        cancellationToken
                    ),
                }
        );
        slashed.MapMethods(
            "/project/{project}/cover/{**mail}",
            ReadingMethods.All,
            (
                Mboxes mboxes,
                MailPages page,
                string project,
                string? mail,
                HttpRequest request,
                CancellationToken cancellationToken
            ) =>
                Split(mail) switch
                {
                    (var messageId, "mbox") => mboxes.CoverAsync(project, messageId, cancellationToken),
                    _ => page.AnswerAsync(
                        ResourceKind.Cover,
                        project,
                        mail?.TrimEnd('/') ?? "",
                        request,
                        cancellationToken
                    ),
                }
        );
        slashed.MapMethods(
            "/project/{project}/thread/{**mail}",
            ReadingMethods.All,
            (
                ThreadPages page,
                string project,
                string? mail,
                HttpRequest request,
                CancellationToken cancellationToken
            ) => page.AnswerAsync(project, mail?.TrimEnd('/') ?? "", request, cancellationToken)
        );
        slashed.MapMethods(
            "/bundle/{owner}/{name}/",
            ReadingMethods.All,
            (BundlePages page, string owner, string name, CancellationToken cancellationToken) =>
                page.PageAsync(owner, name, cancellationToken)
        );
        slashed.MapMethods(
            "/bundle/{owner}/{name}/mbox/",
            ReadingMethods.All,
            (BundlePages page, string owner, string name, CancellationToken cancellationToken) =>
                page.MboxAsync(owner, name, cancellationToken)
        );
        slashed.MapMethods(
            "/",
            ReadingMethods.All,
            (HomePages pages, CancellationToken cancellationToken) => pages.AnswerAsync(cancellationToken)
        );
        slashed.MapMethods(
            "/project/{project}/list/",
            ReadingMethods.All,
            (PatchListPages pages, string project, HttpRequest request, CancellationToken cancellationToken) =>
                pages.AnswerAsync(project, request, cancellationToken)
        );
        slashed.MapMethods(
            "/project/{project}/series/",
            ReadingMethods.All,
            (SeriesListPages pages, string project, HttpRequest request, CancellationToken cancellationToken) =>
                pages.AnswerAsync(project, request, cancellationToken)
        );
        slashed.MapMethods(
            "/project/{project}/",
            ReadingMethods.All,
            async Task<IResult> (ProjectNames names, string project, CancellationToken cancellationToken) =>
                await names.LinkedAsync(project, cancellationToken) is null
                    ? NoPage.Answer
                    : ApiAnswer.MovedTo(SiteAddress.Project(project, "list"), StatusCodes.Status302Found)
        );
        slashed.MapMethods(
            "/person/{id:long:digits}/",
            ReadingMethods.All,
            (PersonPages pages, long id, CancellationToken cancellationToken) =>
                pages.AnswerAsync(id, cancellationToken)
        );
        foreach (var kind in new[] { ResourceKind.Patch, ResourceKind.Cover })
        {
            slashed.MapMethods(
                $"/{kind.Name()}/{{id:long:digits}}/",
                ReadingMethods.All,
                (ShortAddresses addresses, long id, CancellationToken cancellationToken) =>
                    addresses.RedirectAsync(kind, id, "web_url", cancellationToken)
            );
            slashed.MapMethods(
                $"/{kind.Name()}/{{id:long:digits}}/mbox/",
                ReadingMethods.All,
                (ShortAddresses addresses, long id, CancellationToken cancellationToken) =>
                    addresses.RedirectAsync(kind, id, "mbox", cancellationToken)
            );
        }
        slashed.MapMethods(
            "/patch/{id:long:digits}/raw/",
            ReadingMethods.All,
            (ShortAddresses addresses, long id, CancellationToken cancellationToken) =>
                addresses.RedirectAsync(ResourceKind.Patch, id, "web_url", cancellationToken, "raw/")
        );
        slashed.MapMethods(
            "/series/{id:long:digits}/",
            ReadingMethods.All,
            (SeriesAnswers pages, long id, HttpRequest request, CancellationToken cancellationToken) =>
                pages.ShowAsync(id, request, cancellationToken)
        );
        slashed.MapMethods(
            "/series/{id:long:digits}/diff/{other:long:digits}/",
            ReadingMethods.All,
            (SeriesAnswers pages, long id, long other, CancellationToken cancellationToken) =>
                pages.CompareAsync(id, other, cancellationToken)
        );
        slashed.MapMethods(
            "/events/",
            ReadingMethods.All,
            (EventPages page, HttpRequest request, CancellationToken cancellationToken) =>
                page.AnswerAsync(request, cancellationToken)
        );
        routes.MapGet(
            EventStream.Address,
            (EventStream stream, HttpResponse response, CancellationToken cancellationToken) =>
                stream.Answer(response, cancellationToken)
        );
        slashed.MapMethods(
            "/comment/{id:long:digits}/",
            ReadingMethods.All,
            (ShortAddresses addresses, long id, CancellationToken cancellationToken) =>
                addresses.CommentAsync(id, cancellationToken)
        );
    }

    /// <summary>Splits a path into a Message-ID, which may contain slashes, and the requested part.</summary>
    private static (string MessageId, string? Part) Split(string? mail)
    {
        var path = mail is [.. var all, '/'] ? all : mail ?? "";
        return path.LastIndexOf('/') is > 0 and var at && path[(at + 1)..] is "mbox" or "raw"
            ? (path[..at], path[(at + 1)..])
            : (path, null);
    }

    /// <summary>Redirects a path that lacks its trailing slash, as Django does.</summary>
    private static async ValueTask<object?> WithSlashAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var request = context.HttpContext.Request;
        return request.Path.Value!.EndsWith('/')
            ? await next(context)
            : ApiAnswer.MovedTo(
                string.Join(
                    '/',
                    request
                        .PathBase.Add(request.Path)
                        .Value!.Split('/')
                        .Select(part => UriPath.Escape(part).Replace("=", "%3D", StringComparison.Ordinal))
                )
                    + "/"
                    + request.QueryString.ToUriComponent(),
                StatusCodes.Status301MovedPermanently
            );
    }
}
