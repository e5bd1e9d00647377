using System.Text.Json.Nodes;
using Hookwork.Api.Http;
using Hookwork.Archive.Resources;
using Hookwork.Builds;
using Hookwork.Catalog;
using Hookwork.Input;
using Hookwork.Patchwork;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Site.SeriesPages;

/// <summary>What a build needs of a series, on request.</summary>
public sealed class BuildAnswers(
    ResourceStore resources,
    ResourceReader reader,
    EmbeddedStore embedded,
    MemberReader members,
    SeriesData data,
    Prerequisites prerequisites,
    Mboxes mboxes,
    HookworkSettings settings
)
{
    /// <summary>
    /// The series, its patches, prerequisites and earlier versions, as the message of its completion has them, as JSON.
    /// </summary>
    /// <exception cref="CatalogNotReadyException">The catalog is still being prepared.</exception>
    public async Task<IResult> DescribeAsync(long id, HttpRequest request, CancellationToken cancellationToken)
    {
        var row = await resources.RowAsync(ResourceKind.Series, id, cancellationToken);
        if (!row.Exists || await reader.ReadAsync(ResourceKind.Series, id, cancellationToken) is not { } series)
            return ApiAnswer.NotFound;
        var project = await embedded.JsonAsync(EmbeddedKind.Project, row.Project, cancellationToken);
        var described = new JsonObject { ["project"] = project is null ? null : JsonNode.Parse(project) };
        await data.AddAsync(described, row.Project, series, needsCatalog: true, cancellationToken);
        return ApiAnswer.Json(ServerAddress.MakeAbsolute(described, settings.Origin(request)));
    }

    /// <summary>
    /// The mboxes of the prerequisites and of the series, in the order in which they apply; 409 with the reasons where a
    /// prerequisite is missing.
    /// </summary>
    /// <exception cref="CatalogNotReadyException">The catalog is still being prepared.</exception>
    public async Task<IResult> MboxAsync(long id, CancellationToken cancellationToken)
    {
        if (await members.ReadAsync(id, cancellationToken) is not { } series)
            return await mboxes.SeriesAsync(id, cancellationToken);
        var resolution = await prerequisites.ResolveAsync(series, late: null, cancellationToken);
        List<string> missing = [.. resolution.Missing.Select(one => $"{one.On.Kind} {one.On.Value}: {one.Reason}")];
        return missing.Count > 0
            ? ApiAnswer.Detail(
                StatusCodes.Status409Conflict,
                $"Prerequisites of the series are missing. {string.Join(' ', missing)}"
            )
            : await mboxes.SeriesAsync(
                id,
                [.. resolution.Prerequisites.SelectMany(one => one.Patches).Select(patch => patch.Id)],
                cancellationToken
            );
    }
}
