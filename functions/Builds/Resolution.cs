using System.Text.Json.Nodes;
using Hookwork.Archive.Resources;

namespace Hookwork.Builds;

/// <summary>The prerequisites of a series, in the order in which they apply.</summary>
public sealed record Resolution(SeriesMembers Series, IReadOnlyList<ResolvedPrerequisite> Prerequisites)
{
    /// <summary>Those whose patches are not all there.</summary>
    public IEnumerable<ResolvedPrerequisite> Missing => Prerequisites.Where(one => !one.IsFound);

    /// <summary>
    /// Where to begin: the base that the series states, or else the one that the first prerequisite with a base states.
    /// Null if none does.
    /// </summary>
    public JsonObject? Base()
    {
        var stating = Prerequisites
            .Select(one => one.Series)
            .OfType<SeriesMembers>()
            .Prepend(Series)
            .FirstOrDefault(series => (series.BaseCommit ?? series.BaseTree) is not null);
        return stating is null
            ? null
            : new JsonObject
            {
                ["commit"] = stating.BaseCommit,
                ["tree"] = stating.BaseTree,
                ["stated_by"] = stating.Id,
            };
    }

    /// <summary>The prerequisites as messages show them.</summary>
    public async Task<JsonArray> DescribeAsync(MemberReader members, CancellationToken cancellationToken)
    {
        JsonArray all = [];
        foreach (var one in Prerequisites)
        {
            JsonNode described = new JsonObject
            {
                ["kind"] = one.On.Kind,
                ["value"] = one.On.Value,
                ["required_by"] = one.RequiredBy,
                ["status"] = NameOf(one.Status),
                ["reason"] = one.Reason,
                ["series"] = one.Series is { } series ? SeriesData.Version(series.Series) : null,
                ["patches"] = one.Series is null
                    ? new JsonArray()
                    : await members.DescribeAsync(
                        one.Series.Project,
                        ResourceKind.Patch,
                        one.Patches,
                        Describe,
                        cancellationToken
                    ),
                ["others"] = new JsonArray([.. one.Others.Select(id => JsonValue.Create(id))]),
            };
            all.Add(described);
        }
        return all;
    }

    private static JsonObject Describe(Member patch) =>
        new()
        {
            ["id"] = patch.Id,
            ["name"] = patch.Text("name"),
            ["msgid"] = patch.MessageId,
            ["patch_id"] = patch.PatchId,
            ["state"] = patch.Text("state"),
        };

    private static string NameOf(PrerequisiteStatus status) =>
        status switch
        {
            PrerequisiteStatus.TooMany => "too-many",
            _ => status.ToString().ToLowerInvariant(),
        };
}
