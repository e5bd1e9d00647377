using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Filters;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables;

/// <summary>The tables of a storage account.</summary>
public class TableServiceClient
{
    private const string NextTable = "x-ms-continuation-NextTableName";

    private readonly TableAccount account;

    /// <summary>For mocks.</summary>
    protected TableServiceClient() => account = null!;

    /// <summary>The account of a connection string.</summary>
    public TableServiceClient(string connectionString)
        : this(connectionString, null)
    {
    }

    /// <summary>The account of a connection string.</summary>
    /// <exception cref="ArgumentException">The string names no account, key and endpoint.</exception>
    public TableServiceClient(string connectionString, TableClientOptions? options = null) =>
        account = TableAccount.Connect(connectionString, options);

    /// <summary>The account at an endpoint such as <c>https://account.table.core.windows.net</c>, by its key.</summary>
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential)
        : this(endpoint, credential, null)
    {
    }

    /// <summary>The account at an endpoint such as <c>https://account.table.core.windows.net</c>, by its key.</summary>
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options) =>
        account = TableAccount.Connect(endpoint, credential, options);

    /// <summary>The account at an https endpoint, by tokens of an identity.</summary>
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions? options = null) =>
        account = TableAccount.Connect(endpoint, tokenCredential, options);

    /// <summary>The account's name.</summary>
    public virtual string AccountName => account.Name;

    /// <summary>The account's endpoint.</summary>
    public virtual Uri Uri => account.Endpoint;

    /// <summary>A filter of tables, in which each interpolated value is a quoted literal.</summary>
    public static string CreateQueryFilter(FormattableString filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return FilterLiteral.Format(filter);
    }

    /// <summary>A client of one table, which shares this client's connections.</summary>
    public virtual TableClient GetTableClient(string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        return new TableClient(account, tableName);
    }

    /// <summary>Creates a table.</summary>
    /// <exception cref="RequestFailedException">It exists, or the request failed otherwise.</exception>
    public virtual Task<Response<TableItem>> CreateTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        CreateTableAsync(account, tableName, Statuses.Written, cancellationToken);

    /// <summary>Creates a table unless it exists; then the raw answer's status is 409.</summary>
    /// <exception cref="RequestFailedException">The table is being deleted, or the request failed otherwise.</exception>
    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(
        string tableName, CancellationToken cancellationToken = default) =>
        CreateTableAsync(account, tableName, Statuses.WrittenIfNotExists, cancellationToken);

    /// <summary>Deletes a table; if it does not exist the answer's status is 404.</summary>
    /// <exception cref="RequestFailedException">The request failed.</exception>
    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        DeleteTableAsync(account, tableName, cancellationToken);

    /// <summary>The tables that an OData filter on <c>TableName</c> selects.</summary>
    public virtual AsyncPageable<TableItem> QueryAsync(
        string? filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        new Pages<TableItem>((token, size, cancellation) => QueryPageAsync(filter, token, size, cancellation), maxPerPage, cancellationToken);

    /// <summary>The tables that a filter selects, in which each interpolated value is a quoted literal.</summary>
    public virtual AsyncPageable<TableItem> QueryAsync(
        FormattableString filter, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        QueryAsync(CreateQueryFilter(filter), maxPerPage, cancellationToken);

    internal static async Task<Response<TableItem>> CreateTableAsync(
        TableAccount account, string tableName, ResponseClassifier classifier, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        var body = new RequestBody();
        body.Append($$"""{"TableName":"{{JsonEncodedText.Encode(tableName)}}"}""");
        using var message = account.CreateMessage(RequestMethod.Post, Paths.Tables, classifier);
        message.Request.Headers.Add("Prefer", "return-no-content");
        var response = await account.SendAsync(message, body, "application/json", cancellationToken).ConfigureAwait(false);
        if (response.Status == 409)
        {
            var refusal = new RequestFailedException(response);
            if (refusal.ErrorCode == TableErrorCode.TableBeingDeleted)
                throw refusal;
        }

        return Response.FromValue(new TableItem(tableName), response);
    }

    internal static async Task<Response> DeleteTableAsync(TableAccount account, string tableName, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        using var message = account.CreateMessage(RequestMethod.Delete, Paths.Table(tableName), Statuses.Deleted);
        return await account.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Page<TableItem>> QueryPageAsync(string? filter, string? token, int? size, CancellationToken cancellationToken)
    {
        using var message = account.CreateMessage(RequestMethod.Get, Paths.Tables, Statuses.Read);
        var uri = message.Request.Uri;
        if (size is not null)
            uri.AppendQuery("$top", $"{size}", escapeValue: false);
        if (!string.IsNullOrEmpty(filter))
            uri.AppendQuery("$filter", filter);
        if (token is not null)
            uri.AppendQuery("NextTableName", token);

        var response = await account.SendAsync(message, cancellationToken).ConfigureAwait(false);
        using var page = JsonDocument.Parse(response.Content.ToMemory());
        var tables = page.RootElement.GetProperty("value").EnumerateArray()
            .Select(table => new TableItem(table.GetProperty("TableName").GetString()!))
            .ToList();
        return Page<TableItem>.FromValues(tables, response.Headers.TryGetValue(NextTable, out var next) ? next : null, response);
    }
}
