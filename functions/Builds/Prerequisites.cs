using Hookwork.Catalog;
using Hookwork.Mail;

namespace Hookwork.Builds;

/// <summary>Resolves what a series builds on, and what that builds on.</summary>
public sealed class Prerequisites(MemberReader members, PrerequisiteFinder finder)
{
    /// <summary>The most prerequisites of a series, those of its prerequisites included.</summary>
    public const int Most = 50;

    /// <summary>The most patches to apply before a series.</summary>
    public const int MostPatches = 500;

    /// <summary>
    /// The bytes of mails after which no further series is read. Fifty patch-ids may name patches of fifty long series.
    /// They may also name patches of one series, which is read once.
    /// </summary>
    public const long MostBytes = 16 << 20;

    /// <summary>Finds each prerequisite in the archive.</summary>
    /// <param name="late">Gets the projects whose catalogs are not ready, which are not waited for again; null to fail
    /// where one is not ready.</param>
    /// <exception cref="CatalogNotReadyException">The catalog is needed and still being prepared.</exception>
    public async Task<Resolution> ResolveAsync(
        SeriesMembers series,
        HashSet<long>? late,
        CancellationToken cancellationToken
    )
    {
        var order = new Order(members, finder, late);
        await order.AddAsync(series, cancellationToken);
        return new Resolution(series, order.Found);
    }

    /// <summary>A walk through series, each after those that it builds on.</summary>
    private sealed class Order(MemberReader members, PrerequisiteFinder finder, HashSet<long>? late)
    {
        private readonly HashSet<long> _applied = [];
        private readonly HashSet<long> _begun = [];
        private readonly HashSet<long> _ended = [];

        // A mail may name each patch of one long series.
        private readonly Dictionary<long, SeriesMembers> _read = [];
        private long _bytes;

        public List<ResolvedPrerequisite> Found { get; } = [];

        public async Task AddAsync(SeriesMembers series, CancellationToken cancellationToken)
        {
            _begun.Add(series.Id);
            _read[series.Id] = series;
            foreach (var on in series.BasedOn.Where(on => on.Kind is not (Prerequisite.Commit or Prerequisite.Tree)))
            {
                // Each series that was begun and not ended, except the first, is a prerequisite that will still be
                // added.
                if (
                    Found.Count + _begun.Count - _ended.Count > Most
                    || _applied.Count >= MostPatches
                    || !await TryAddAsync(on, series, cancellationToken)
                )
                {
                    if (Found is not [.., { Status: PrerequisiteStatus.TooMany }])
                        Found.Add(new(on, series.Id, PrerequisiteStatus.TooMany, null, [], []));
                    break;
                }
            }
            _ended.Add(series.Id);
        }

        /// <summary>Adds a prerequisite, unless its series would have to be read beyond the limit.</summary>
        private async Task<bool> TryAddAsync(Prerequisite on, SeriesMembers from, CancellationToken cancellationToken)
        {
            var found = await finder.FindAsync(on, from, late, cancellationToken);
            if (found is not null && _bytes >= MostBytes && !_read.ContainsKey(found.Series))
                return false;
            if (found is null || await ReadAsync(found.Series, cancellationToken) is not { } series)
            {
                Found.Add(new(on, from.Id, PrerequisiteStatus.Unresolved, null, [], []));
                return true;
            }
            if (_begun.Contains(series.Id) && !_ended.Contains(series.Id))
            {
                Found.Add(new(on, from.Id, PrerequisiteStatus.Cycle, series, [], found.Others));
                return true;
            }
            // Git names every patch between the base and the series; others name only the next series.
            if (!found.IsAlone && !_begun.Contains(series.Id))
                await AddAsync(series, cancellationToken);
            List<Member> patches = [.. Wanted(series.Patches, found).Where(patch => _applied.Add(patch.Id))];
            var isWhole = series.IsComplete || found.IsAlone;
            Found.Add(
                new(
                    on,
                    from.Id,
                    isWhole ? PrerequisiteStatus.Found : PrerequisiteStatus.Incomplete,
                    series,
                    patches,
                    found.Others
                )
            );
            return true;
        }

        private async Task<SeriesMembers?> ReadAsync(long id, CancellationToken cancellationToken)
        {
            if (!_read.TryGetValue(id, out var series) && await members.ReadAsync(id, cancellationToken) is { } read)
            {
                _read.Add(id, series = read);
                _bytes += series.Mails.Sum(mail => (long)mail.Bytes);
            }
            return series;
        }

        private static IEnumerable<Member> Wanted(IReadOnlyList<Member> patches, FoundPrerequisite found) =>
            found switch
            {
                { Patch: null } => patches,
                { IsAlone: true } => patches.Where(patch => patch.Id == found.Patch),
                _ => patches
                    .TakeWhile(patch => patch.Id != found.Patch)
                    .Concat(patches.Where(patch => patch.Id == found.Patch)),
            };
    }
}
