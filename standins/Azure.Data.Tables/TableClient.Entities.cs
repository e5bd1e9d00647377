using Azure.Core;
using Azure.Data.Tables.Entities;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables;

public partial class TableClient
{
    /// <summary>Adds a row; the answer carries its ETag.</summary>
    /// <exception cref="RequestFailedException">The row exists (EntityAlreadyExists), or the request failed otherwise.</exception>
    public virtual async Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        var body = Body(entity);
        using var message = account.CreateMessage(RequestMethod.Post, Paths.Rows(Name), Statuses.Written);
        message.Request.Headers.Add("Prefer", "return-no-content");
        return await account.SendAsync(message, body, Json, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds a row, or merges into or replaces the one that exists.</summary>
    /// <exception cref="RequestFailedException">The request failed.</exception>
    public virtual Task<Response> UpsertEntityAsync<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity => PutAsync(entity, default, mode, cancellationToken);

    /// <summary>Merges into or replaces the row that exists, if it is of the version <paramref name="ifMatch"/>.</summary>
    /// <param name="entity">The row.</param>
    /// <param name="ifMatch">The version; <see cref="ETag.All"/> is any.</param>
    /// <param name="mode">What happens to columns that the entity has not.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="RequestFailedException">
    /// The row has another version (UpdateConditionNotSatisfied) or does not exist (ResourceNotFound), or the request failed
    /// otherwise.
    /// </exception>
    public virtual Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        if (ifMatch == default)
            throw new ArgumentException("An update needs an ETag; ETag.All is any.", nameof(ifMatch));
        return PutAsync(entity, ifMatch, mode, cancellationToken);
    }

    /// <summary>
    /// Deletes a row if it is of the version <paramref name="ifMatch"/>, by default any; if it does not exist the answer's
    /// status is 404.
    /// </summary>
    /// <exception cref="RequestFailedException">
    /// The row has another version (UpdateConditionNotSatisfied), or the request failed otherwise.
    /// </exception>
    public virtual async Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        using var message = account.CreateMessage(RequestMethod.Delete, Paths.Row(Name, partitionKey, rowKey), Statuses.Deleted);
        message.Request.Headers.Add("If-Match", (ifMatch == default ? ETag.All : ifMatch).ToString());
        return await account.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Deletes a row if it is of the version <paramref name="ifMatch"/>, by default any; the entity's own ETag plays no part.
    /// </summary>
    /// <exception cref="RequestFailedException">
    /// The row has another version (UpdateConditionNotSatisfied), or the request failed otherwise.
    /// </exception>
    public virtual Task<Response> DeleteEntityAsync(
        ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    /// <summary>Reads a row.</summary>
    /// <param name="partitionKey">The row's partition.</param>
    /// <param name="rowKey">The row in its partition.</param>
    /// <param name="select">The columns to read; null is all.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="RequestFailedException">It does not exist (ResourceNotFound), or the request failed otherwise.</exception>
    public virtual async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var response = await GetAsync(partitionKey, rowKey, select, Statuses.Read, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(EntityJson.Read<T>(response.Content.ToMemory().Span), response);
    }

    /// <summary>Reads a row that may not exist.</summary>
    /// <param name="partitionKey">The row's partition.</param>
    /// <param name="rowKey">The row in its partition.</param>
    /// <param name="select">The columns to read; null is all.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="RequestFailedException">The request failed.</exception>
    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var response = await GetAsync(partitionKey, rowKey, select, Statuses.ReadIfExists, cancellationToken).ConfigureAwait(false);
        return response.Status == 404
            ? new NoValueResponse<T>(response)
            : Response.FromValue(EntityJson.Read<T>(response.Content.ToMemory().Span), response);
    }

    private async Task<Response> GetAsync(
        string partitionKey, string rowKey, IEnumerable<string>? select, ResponseClassifier classifier, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        using var message = account.CreateMessage(RequestMethod.Get, Paths.Row(Name, partitionKey, rowKey), classifier);
        if (select is not null)
            message.Request.Uri.AppendQuery("$select", string.Join(',', select));
        return await account.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Response> PutAsync<T>(T entity, ETag ifMatch, TableUpdateMode mode, CancellationToken cancellationToken)
        where T : ITableEntity
    {
        var method = mode switch
        {
            TableUpdateMode.Merge => RequestMethod.Patch,
            TableUpdateMode.Replace => RequestMethod.Put,
            _ => throw new ArgumentException($"There is no mode {mode}.", nameof(mode)),
        };
        var body = Body(entity);
        using var message = account.CreateMessage(method, Paths.Row(Name, entity.PartitionKey, entity.RowKey), Statuses.Written);
        if (ifMatch != default)
            message.Request.Headers.Add("If-Match", ifMatch.ToString());
        return await account.SendAsync(message, body, Json, cancellationToken).ConfigureAwait(false);
    }

    private static RequestBody Body(ITableEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(entity.PartitionKey);
        ArgumentNullException.ThrowIfNull(entity.RowKey);
        var body = new RequestBody();
        body.Append(entity);
        return body;
    }
}
