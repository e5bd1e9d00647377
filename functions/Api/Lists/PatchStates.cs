using System.Collections.Concurrent;
using System.Globalization;
using Hookwork.Catalog.Query;
using Hookwork.Ingest;
using Hookwork.Patchwork;

namespace Hookwork.Api.Lists;

/// <summary>
/// The states of patches and their numbers, which some pollers send. No answer of Patchwork tells them: they are in the
/// settings, or are learned by asking for one patch in the state, or are those of a fresh Patchwork.
/// </summary>
public sealed class PatchStates(PatchworkSettings settings, PatchworkClient client, UpstreamSlots slots)
{
    /// <summary>No server has states beyond this number, and each asked for costs a request.</summary>
    private const int Largest = 200;

    /// <summary>The states that Patchwork comes with, from number 1.</summary>
    private static readonly string[] Fresh =
    [
        "new", "under-review", "accepted", "rejected", "rfc", "not-applicable", "changes-requested", "awaiting-upstream", "superseded", "deferred",
    ];

    private readonly ConcurrentDictionary<int, string?> _learned = new();

    /// <summary>How states are sorted, in SQL.</summary>
    internal static string OrderSql { get; } =
        $"CASE state {string.Concat(Fresh.Select((state, at) => $"WHEN '{state}' THEN {at} "))}ELSE {Fresh.Length} END";

    /// <summary>Whether Patchwork comes with this state.</summary>
    internal static bool IsFresh(string state) => Fresh.Contains(state, StringComparer.Ordinal);

    /// <summary>Learns the numbers among the values that are not known yet.</summary>
    public async Task LearnAsync(IEnumerable<string> values, CancellationToken cancellationToken)
    {
        foreach (var value in values)
        {
            if (Number(value) is not { } number || number is < 1 or > Largest || settings.States.ContainsKey(number) || _learned.ContainsKey(number))
                continue;
            try
            {
                await using (await slots.TakeAsync(cancellationToken))
                    _learned[number] = await client.StateAsync(number, cancellationToken);
            }
            catch (UpstreamException)
            {
                // Asked again next time; until then the number means what it does on a fresh server.
                return;
            }
        }
    }

    /// <summary>The state that a name or number means; null if there is none.</summary>
    public string? Find(string value)
    {
        if (Number(value) is not { } number)
            return FieldValues.State(value) is { Length: > 0 } name ? name : null;
        return settings.States.TryGetValue(number, out var set) ? set
            : _learned.TryGetValue(number, out var learned) && learned is not null ? FieldValues.State(learned)
            : number >= 1 && number <= Fresh.Length ? Fresh[number - 1]
            : null;
    }

    private static int? Number(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
