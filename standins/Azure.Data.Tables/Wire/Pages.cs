using System.Runtime.CompilerServices;

namespace Azure.Data.Tables.Wire;

/// <summary>Pages that a function fetches, each by the token that the one before gave.</summary>
internal sealed class Pages<T>(
    Func<string?, int?, CancellationToken, Task<Page<T>>> fetch, int? pageSize, CancellationToken cancellationToken)
    : AsyncPageable<T>(cancellationToken)
    where T : notnull
{
    public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null) =>
        FetchAll(continuationToken, pageSizeHint ?? pageSize, CancellationToken);

    public override async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken, cancellationToken);
        var token = cancellationToken.CanBeCanceled ? both.Token : CancellationToken;
        await foreach (var page in FetchAll(null, pageSize, token).ConfigureAwait(false))
        {
            foreach (var value in page.Values)
                yield return value;
        }
    }

    private async IAsyncEnumerable<Page<T>> FetchAll(
        string? continuationToken, int? size, [EnumeratorCancellation] CancellationToken token)
    {
        do
        {
            var page = await fetch(continuationToken, size, token).ConfigureAwait(false);
            yield return page;
            continuationToken = page.ContinuationToken;
        }
        while (continuationToken is not null);
    }
}
