using System.Text.Json;
using Hookwork.Api.Http;
using Hookwork.Api.Lists;
using Hookwork.Api.Resources;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;

namespace Hookwork.Api;

/// <summary>
/// Serves single resources and their short lists from the archive. Embedded resources come from the catalog.
/// </summary>
public sealed class Details(
    ResourceStore resources,
    ReplyStore replies,
    EmbeddedStore embedded,
    ProjectNames names,
    Catalogs catalogs
)
{
    internal Task<ApiAnswer> PatchAsync(ApiCall call, CancellationToken cancellationToken) =>
        ResourceAsync(call, ResourceKind.Patch, Entity.Patch, cancellationToken);

    internal Task<ApiAnswer> CoverAsync(ApiCall call, CancellationToken cancellationToken) =>
        ResourceAsync(call, ResourceKind.Cover, Entity.Cover, cancellationToken);

    internal Task<ApiAnswer> SeriesAsync(ApiCall call, CancellationToken cancellationToken) =>
        ResourceAsync(call, ResourceKind.Series, Entity.Series, cancellationToken);

    internal async Task<ApiAnswer> ProjectsAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var rows = await embedded
            .AllAsync(EmbeddedKind.Project, cancellationToken)
            .Select(project => JsonElement.Parse(project.Json))
            .ToListAsync(cancellationToken);
        return RowLists.Answer(call, ProjectResource.List, rows, _ => null);
    }

    internal async Task<ApiAnswer> ProjectAsync(ApiCall call, CancellationToken cancellationToken) =>
        await names.NamedAsync(call.Text("name"), cancellationToken) is { } id
        && await embedded.JsonAsync(EmbeddedKind.Project, id, cancellationToken) is { } json
            ? await ShowAsync(call, Entity.Project, JsonElement.Parse(json), id, cancellationToken)
            : ApiAnswer.NotFound;

    internal Task<ApiAnswer> PatchCommentsAsync(ApiCall call, CancellationToken cancellationToken) =>
        RepliesAsync(call, CommentResource.List, ResourceKind.Patch, cancellationToken);

    internal Task<ApiAnswer> CoverCommentsAsync(ApiCall call, CancellationToken cancellationToken) =>
        RepliesAsync(call, CommentResource.List, ResourceKind.Cover, cancellationToken);

    internal Task<ApiAnswer> ChecksAsync(ApiCall call, CancellationToken cancellationToken) =>
        RepliesAsync(call, CheckResource.List, ResourceKind.Patch, cancellationToken);

    internal Task<ApiAnswer> PatchCommentAsync(ApiCall call, CancellationToken cancellationToken) =>
        ReplyAsync(call, Entity.PatchComment, ResourceKind.Patch, cancellationToken);

    internal Task<ApiAnswer> CoverCommentAsync(ApiCall call, CancellationToken cancellationToken) =>
        ReplyAsync(call, Entity.CoverComment, ResourceKind.Cover, cancellationToken);

    internal Task<ApiAnswer> CheckAsync(ApiCall call, CancellationToken cancellationToken) =>
        ReplyAsync(call, Entity.Check, ResourceKind.Patch, cancellationToken);

    private async Task<ApiAnswer> ResourceAsync(
        ApiCall call,
        ResourceKind kind,
        Entity entity,
        CancellationToken cancellationToken
    )
    {
        if (await resources.JsonAsync(kind, call.Id("id"), cancellationToken) is not { } json)
            return ApiAnswer.NotFound;
        var resource = JsonElement.Parse(json);
        return await ShowAsync(
            call,
            entity,
            resource,
            resource.GetProperty("project").GetProperty("id").GetInt64(),
            cancellationToken
        );
    }

    /// <summary>The comments or checks below a resource.</summary>
    private async Task<ApiAnswer> RepliesAsync(
        ApiCall call,
        RowList list,
        ResourceKind parent,
        CancellationToken cancellationToken
    )
    {
        var id = call.Id("id");
        var row = resources.RowAsync(parent, id, cancellationToken);
        var jsons =
            list.Entity == Entity.Check
                ? replies.ChecksAsync(id, cancellationToken)
                : replies.CommentsAsync(parent, id, cancellationToken);
        await Task.WhenAll(row, jsons);
        var known = await row;
        if (!known.Exists)
            return ApiAnswer.NotFound;
        List<JsonElement> rows = [.. (await jsons).Select(item => JsonElement.Parse(item))];
        return await WithReferencesAsync(
            known.Project,
            references => RowLists.Answer(call, list, rows, _ => references),
            cancellationToken
        );
    }

    private async Task<ApiAnswer> ReplyAsync(
        ApiCall call,
        Entity entity,
        ResourceKind parent,
        CancellationToken cancellationToken
    )
    {
        var id = call.Id("id");
        var row = resources.RowAsync(parent, id, cancellationToken);
        var json =
            entity == Entity.Check
                ? replies.CheckAsync(id, call.Id("check"), cancellationToken)
                : replies.CommentAsync(parent, id, call.Id("comment"), cancellationToken);
        await Task.WhenAll(row, json);
        var known = await row;
        return known.Exists && await json is { } found
            ? await ShowAsync(call, entity, JsonElement.Parse(found), known.Project, cancellationToken)
            : ApiAnswer.NotFound;
    }

    private Task<ApiAnswer> ShowAsync(
        ApiCall call,
        Entity entity,
        JsonElement resource,
        long project,
        CancellationToken cancellationToken
    ) =>
        WithReferencesAsync(
            project,
            references => Renderer.Answer(call, resource, entity, references),
            cancellationToken
        );

    /// <summary>
    /// While the catalog is being prepared, embedded resources are shown as upstream sent them. While it catches up
    /// after that, they are shown as they are in it.
    /// </summary>
    private async Task<ApiAnswer> WithReferencesAsync(
        long project,
        Func<References?, ApiAnswer> answer,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var lease = await catalogs.UseAsync(project, mayBeOld: true, cancellationToken);
            return lease.File.Read(connection =>
            {
                using var references = new References(connection);
                return answer(references);
            });
        }
        catch (CatalogNotReadyException)
        {
            return answer(null);
        }
    }
}
