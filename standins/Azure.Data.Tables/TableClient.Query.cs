using System.Linq.Expressions;
using Azure.Core;
using Azure.Data.Tables.Entities;
using Azure.Data.Tables.Filters;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables;

public partial class TableClient
{
    private const string NextPartitionKey = "x-ms-continuation-NextPartitionKey";
    private const string NextRowKey = "x-ms-continuation-NextRowKey";

    /// <summary>A filter in which each interpolated value is a literal, quoted and escaped.</summary>
    /// <exception cref="ArgumentException">No column can have the type of a value.</exception>
    public static string CreateQueryFilter(FormattableString filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return FilterLiteral.Format(filter);
    }

    /// <summary>The filter that a lambda over an entity says; null if every row fulfils it.</summary>
    /// <exception cref="NotSupportedException">Table storage has no filter that says the same.</exception>
    public static string? CreateQueryFilter<T>(Expression<Func<T, bool>> filter) => FilterExpression.Translate(filter);

    /// <summary>The rows that an OData filter selects, in the order of their keys.</summary>
    /// <param name="filter">The filter; null is none.</param>
    /// <param name="maxPerPage">How many rows a page has at most; the service's limit is 1000, and a page may have fewer.</param>
    /// <param name="select">The columns to read; null is all.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="RequestFailedException">A request failed.</exception>
    public virtual AsyncPageable<T> QueryAsync<T>(
        string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var columns = select is null ? null : string.Join(',', select);
        return new Pages<T>(
            (token, size, cancellation) => QueryPageAsync<T>(filter, columns, token, size, cancellation), maxPerPage, cancellationToken);
    }

    /// <summary>The rows that a lambda selects, in the order of their keys.</summary>
    /// <param name="filter">The filter, of which Table storage must be capable.</param>
    /// <param name="maxPerPage">How many rows a page has at most; the service's limit is 1000, and a page may have fewer.</param>
    /// <param name="select">The columns to read; null is all.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="NotSupportedException">Table storage has no filter that says the same.</exception>
    /// <exception cref="RequestFailedException">A request failed.</exception>
    public virtual AsyncPageable<T> QueryAsync<T>(
        Expression<Func<T, bool>> filter, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => QueryAsync<T>(CreateQueryFilter(filter), maxPerPage, select, cancellationToken);

    private async Task<Page<T>> QueryPageAsync<T>(
        string? filter, string? select, string? token, int? size, CancellationToken cancellationToken)
        where T : class, ITableEntity
    {
        using var message = account.CreateMessage(RequestMethod.Get, Paths.Query(Name), Statuses.Read);
        var uri = message.Request.Uri;
        if (size is not null)
            uri.AppendQuery("$top", $"{size}", escapeValue: false);
        if (!string.IsNullOrEmpty(select))
            uri.AppendQuery("$select", select);
        if (!string.IsNullOrEmpty(filter))
            uri.AppendQuery("$filter", filter);

        // A token is the next row's partition key and row key, each as the service gave it, with a space between.
        if (token is not null && token.Split(' ', 2) is [{ Length: > 0 } partitionKey, .. var rest])
        {
            uri.AppendQuery("NextPartitionKey", partitionKey);
            if (rest is [{ Length: > 0 } rowKey])
                uri.AppendQuery("NextRowKey", rowKey);
        }

        var response = await account.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Page<T>.FromValues(EntityJson.ReadPage<T>(response.Content.ToMemory().Span), Continuation(response), response);
    }

    private static string? Continuation(Response response)
    {
        var hasPartition = response.Headers.TryGetValue(NextPartitionKey, out var partitionKey);
        var hasRow = response.Headers.TryGetValue(NextRowKey, out var rowKey);
        return hasPartition || hasRow ? $"{partitionKey} {rowKey}" : null;
    }
}
