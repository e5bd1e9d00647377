using System.Text.Json.Nodes;
using Hookwork.Input;

namespace Hookwork.Archive.Resources;

/// <summary>
/// Reads resources with their embedded resources taken from rows of their own, since embedded copies go stale.
/// </summary>
public sealed class ResourceReader(ResourceStore resources, EmbeddedStore embedded, ProjectNames names)
{
    private const string ArchiveUrl = "list_archive_url";
    private static readonly string[] Addresses = ["web_url", "mbox"];

    /// <summary>
    /// The resource with its embedded copies as they were fetched. For callers that have just fetched it, since the
    /// copies are then current.
    /// </summary>
    public async Task<JsonObject?> FetchedAsync(ResourceKind kind, long id, CancellationToken cancellationToken) =>
        await resources.JsonAsync(kind, id, cancellationToken) is { } json ? JsonNode.Parse(json)!.AsObject() : null;

    /// <summary>
    /// A patch, cover letter or series as upstream's detail view shows it, with relative URLs; null if unknown.
    /// </summary>
    public Task<JsonObject?> ReadAsync(ResourceKind kind, long id, CancellationToken cancellationToken) =>
        ReadAsync(kind, id, withSeries: true, cancellationToken);

    /// <summary>A resource as upstream's detail view shows it, with relative URLs; null if unknown.</summary>
    /// <param name="withSeries">Whether to read the series in a patch or cover letter anew. Otherwise they may be
    /// stale.</param>
    public async Task<JsonObject?> ReadAsync(
        ResourceKind kind,
        long id,
        bool withSeries,
        CancellationToken cancellationToken
    )
    {
        if (await FetchedAsync(kind, id, cancellationToken) is not { } resource)
            return null;

        var projects = await names.AllAsync(cancellationToken);
        if (projects.FirstOrDefault(project => project.Id == (resource["project"] as JsonObject)?.Id()) is { } own)
        {
            Renew(resource["project"]!.AsObject(), own.Json);
            if (resource.ContainsKey(ArchiveUrl))
                resource[ArchiveUrl] = own.ArchiveUrlOf(resource.Text("msgid") ?? "", resource.Text(ArchiveUrl));
        }
        await Task.WhenAll([
            RenewAsync(resource["submitter"], EmbeddedKind.Person, cancellationToken),
            RenewAsync(resource["delegate"], EmbeddedKind.User, cancellationToken),
            .. kind == ResourceKind.Series || !withSeries
                ? []
                : (resource["series"] as JsonArray ?? []).Select(series => RenewSeriesAsync(series, cancellationToken)),
        ]);
        Rename(resource, projects);
        return resource;
    }

    /// <summary>Puts the current link names of projects into addresses.</summary>
    private static void Rename(JsonObject resource, IReadOnlyList<ProjectName> projects)
    {
        foreach (var name in Addresses)
        {
            if (resource.Text(name) is { } address)
                resource[name] = ProjectNames.Current(address, projects);
        }
        foreach (var field in resource.Where(field => field.Key != "headers"))
        {
            if (field.Value is JsonObject item)
                Rename(item, projects);
            else if (field.Value is JsonArray items)
                items.OfType<JsonObject>().ToList().ForEach(each => Rename(each, projects));
        }
    }

    private async Task RenewAsync(JsonNode? copy, EmbeddedKind kind, CancellationToken cancellationToken)
    {
        if (copy is JsonObject item && item.Id() is { } id)
            Renew(item, await embedded.JsonAsync(kind, id, cancellationToken));
    }

    private async Task RenewSeriesAsync(JsonNode? copy, CancellationToken cancellationToken)
    {
        if (copy is JsonObject item && item.Id() is { } id)
            Renew(item, await resources.JsonAsync(ResourceKind.Series, id, cancellationToken));
    }

    /// <summary>Updates the fields that the copy has; it has fewer than the resource itself.</summary>
    private static void Renew(JsonObject copy, ReadOnlyMemory<byte>? current)
    {
        if (current is not { IsEmpty: false } json || JsonNode.Parse(json.Span) is not JsonObject resource)
            return;
        foreach (var name in copy.Select(field => field.Key).Where(resource.ContainsKey).ToList())
            copy[name] = resource[name]?.DeepClone();
    }
}
