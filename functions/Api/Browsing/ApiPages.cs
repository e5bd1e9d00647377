using Hookwork.Api.Http;
using Hookwork.Pages;
using Hookwork.Patchwork;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Hookwork.Api.Browsing;

/// <summary>Answers of the API as pages, as Django REST framework shows them.</summary>
public sealed class ApiPages(ApiViews views, PatchworkClient client)
{
    /// <summary>The page of an answer.</summary>
    /// <param name="method">The method of the request that was answered.</param>
    /// <param name="typed">What was typed into the page's form; null if no form asked. The headers of the answer to a form
    /// are shown, and not sent.</param>
    internal IResult Of(
        HttpRequest request,
        string method,
        ApiAddress address,
        ApiView view,
        ApiAnswer answer,
        string? typed = null
    )
    {
        var isForm = typed is not null;
        var query = request.QueryString.ToUriComponent();
        var newest = ApiVersion.Find(null, ApiVersion.NewestOf(client, []))!.Minor;
        var shown = new ShownAnswer(
            view.Title,
            $"{method} {address.Root}{address.Rest}{query}",
            $"HTTP {answer.Status} {ReasonPhrases.GetReasonPhrase(answer.Status)}"
        )
        {
            Parents =
            [
                .. address
                    .Parents()
                    .Select(parent => (Address: parent, View: parent.Find(views.All)))
                    .Where(parent => parent.View is not null && parent.View.Minor <= newest)
                    .Select(parent => new ApiLink(parent.View!.Title, parent.Address.Root + parent.Address.Rest)),
            ],
            About = [.. view.About.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(Sentence)],
            Versions =
            [
                .. Enumerable
                    .Range(view.Minor, newest - view.Minor + 1)
                    .Select(ApiVersion.Name)
                    .Select(version => new ApiLink(version, address.In(version) + query, address.Version == version)),
                new ApiLink("newest", address.In(null) + query, address.Version is null),
            ],
            Json = address.Root + address.Rest + new ApiQuery(request.QueryString).With("format", "json"),
            Pages = Links(answer.Headers.FirstOrDefault(header => header.Name == "Link").Value ?? ""),
            Headers =
            [
                .. answer
                    .Headers.Append(("Content-Type", answer.ContentType))
                    .OrderBy(header => header.Item1, StringComparer.Ordinal),
            ],
            Lines = BodyLine.AllOf(answer.Body),
            Form =
                view.Writes.Count == 0
                    ? null
                    : new ApiForm(
                        ApiForm.Prefix + address.Root + address.Rest,
                        view.Writes,
                        // After a refusal the form has what was typed, so that it can be corrected.
                        typed is not null
                        && answer.Status >= StatusCodes.Status400BadRequest
                            ? typed
                            : ApiForm.ContentOf(view.Shows, answer.Body)
                    ),
        };
        return new Page<ApiPage>(shown)
        {
            // Browsers show no page for some success statuses, such as 204.
            Status =
                isForm && answer.Status < StatusCodes.Status400BadRequest ? StatusCodes.Status200OK : answer.Status,
            Headers = isForm ? [] : answer.Headers,
            // An answer to a caller with a token may be private. A cache would keep an error for a minute.
            IsPrivate =
                isForm
                || request.Headers.Authorization.Count > 0
                || answer.Status >= StatusCodes.Status500InternalServerError,
        };
    }

    /// <summary>A method and what it does, as in <c>get:</c> and a line below it.</summary>
    private static (string? Method, string Sentence) Sentence(string paragraph) =>
        paragraph.Split(":\n", 2) is [var method, var sentence] ? (method, sentence) : (null, paragraph);

    /// <summary>The links of a Link header as Hookwork writes it.</summary>
    private static IReadOnlyList<ApiLink> Links(string header) =>
        [
            .. from link in header.Split(", <", StringSplitOptions.RemoveEmptyEntries)
            let parts = link.TrimStart('<').Split(">; rel=\"", 2)
            where parts.Length == 2
            select new ApiLink(parts[1].TrimEnd('"'), parts[0]),
        ];
}
