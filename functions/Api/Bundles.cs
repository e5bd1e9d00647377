using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Api.Http;
using Hookwork.Api.Lists;
using Hookwork.Api.Resources;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Input;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Api;

/// <summary>Serves public bundles from the archive. Their patches come from the catalogs.</summary>
public sealed class Bundles(BundleStore bundles, EmbeddedStore embedded, ProjectNames names, Catalogs catalogs)
{
    internal async Task<ApiAnswer> ListAsync(ApiCall call, CancellationToken cancellationToken)
    {
        IReadOnlyList<JsonElement> rows = await AreKnownAsync(call, cancellationToken)
            ? [.. (await AllAsync(cancellationToken)).Values]
            : [];
        return await WithReferencesAsync(
            rows,
            references => RowLists.Answer(call, BundleResource.List, rows, references),
            cancellationToken
        );
    }

    internal async Task<ApiAnswer> OneAsync(ApiCall call, CancellationToken cancellationToken)
    {
        if (await bundles.FindAsync(call.Id("id"), cancellationToken) is not { } bundle)
            return ApiAnswer.NotFound;
        var row = (await RenewAsync([bundle], cancellationToken))[bundle];
        return await WithReferencesAsync(
            [row],
            references => Renderer.Answer(call, row, Entity.Bundle, references(row)),
            cancellationToken
        );
    }

    /// <summary>A bundle by its owner's user name and its own, with its current JSON; null if unknown.</summary>
    internal async Task<(ArchivedBundle Bundle, JsonElement Row)?> FindAsync(
        string owner,
        string name,
        CancellationToken cancellationToken
    )
    {
        // The owner may have another user name by now, and is read only for bundles of this name.
        var named = await bundles
            .AllAsync(cancellationToken)
            .Where(bundle => IsNamed(bundle, name))
            .ToListAsync(cancellationToken);
        foreach (var (bundle, row) in await RenewAsync(named, cancellationToken))
        {
            if (row.GetProperty("owner").GetProperty("username").GetString() == owner)
                return (bundle, row);
        }
        return null;
    }

    private static bool IsNamed(ArchivedBundle bundle, string name)
    {
        using var json = JsonDocument.Parse(bundle.Json);
        return json.RootElement.Text("name") == name;
    }

    /// <summary>Whether each of several projects and owners exists: an unknown one makes the list empty.</summary>
    private async Task<bool> AreKnownAsync(ApiCall call, CancellationToken cancellationToken)
    {
        if (call.Query.All("project") is { Count: > 1 } projects)
        {
            var known = await names.AllAsync(cancellationToken);
            if (!projects.All(name => known.Any(project => project.Is(name))))
                return false;
        }
        if (call.Query.All("owner") is not { Count: > 1 } owners)
            return true;
        var unknown = owners.ToHashSet(StringComparer.OrdinalIgnoreCase);
        await foreach (var (id, json) in embedded.AllAsync(EmbeddedKind.User, cancellationToken))
        {
            using var user = JsonDocument.Parse(json);
            unknown.Remove(id.ToString());
            unknown.Remove(user.RootElement.GetProperty("username").GetString() ?? "");
        }
        return unknown.Count == 0;
    }

    private async Task<IReadOnlyDictionary<ArchivedBundle, JsonElement>> AllAsync(
        CancellationToken cancellationToken
    ) => await RenewAsync(await bundles.AllAsync(cancellationToken).ToListAsync(cancellationToken), cancellationToken);

    /// <summary>Reads bundles with their projects and owners as they are now, since filters use these.</summary>
    private async Task<IReadOnlyDictionary<ArchivedBundle, JsonElement>> RenewAsync(
        IReadOnlyList<ArchivedBundle> all,
        CancellationToken cancellationToken
    )
    {
        var rows = new Dictionary<ArchivedBundle, JsonElement>();
        var current = new Dictionary<(EmbeddedKind, long), byte[]?>();
        foreach (var bundle in all)
        {
            var row = JsonNode.Parse(bundle.Json)!.AsObject();
            foreach (var (field, kind) in new[] { ("project", EmbeddedKind.Project), ("owner", EmbeddedKind.User) })
            {
                var id = (long)row[field]!["id"]!;
                if (!current.TryGetValue((kind, id), out var json))
                    current.Add((kind, id), json = await embedded.JsonAsync(kind, id, cancellationToken));
                if (json is not null)
                    row[field] = JsonNode.Parse(json);
            }
            rows.Add(bundle, JsonSerializer.SerializeToElement(row, PatchworkJson.Default.JsonNode));
        }
        return rows;
    }

    /// <summary>
    /// While a catalog is being prepared, patches are shown as the server embedded them. While it catches up after that,
    /// they are shown as they are in it.
    /// </summary>
    private async Task<ApiAnswer> WithReferencesAsync(
        IReadOnlyList<JsonElement> rows,
        Func<Func<JsonElement, References?>, ApiAnswer> answer,
        CancellationToken cancellationToken
    )
    {
        CatalogLeases opened;
        try
        {
            opened = await catalogs.UseAllAsync(rows.Select(ProjectOf).Distinct(), mayBeOld: true, cancellationToken);
        }
        catch (CatalogNotReadyException)
        {
            return answer(_ => null);
        }
        using var leases = opened;
        return leases.Read(connections =>
        {
            var references = leases
                .Files.Zip(connections)
                .ToDictionary(pair => pair.First.Project, pair => new References(pair.Second));
            try
            {
                return answer(row => references[ProjectOf(row)]);
            }
            finally
            {
                foreach (var each in references.Values)
                    each.Dispose();
            }
        });
    }

    private static long ProjectOf(JsonElement row) => row.GetProperty("project").GetProperty("id").GetInt64();
}
