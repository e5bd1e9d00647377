using Azure.Core;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables;

/// <summary>The rows of one table of a storage account.</summary>
public partial class TableClient
{
    private const string Json = "application/json";

    private readonly TableAccount account;

    /// <summary>For mocks.</summary>
    protected TableClient()
    {
        account = null!;
        Name = null!;
        Uri = null!;
    }

    /// <summary>A table of a connection string's account.</summary>
    public TableClient(string connectionString, string tableName)
        : this(connectionString, tableName, null)
    {
    }

    /// <summary>A table of a connection string's account.</summary>
    /// <exception cref="ArgumentException">The string names no account, key and endpoint.</exception>
    public TableClient(string connectionString, string tableName, TableClientOptions? options = null)
        : this(TableAccount.Connect(connectionString, options), tableName)
    {
    }

    /// <summary>A table at an endpoint such as <c>https://account.table.core.windows.net</c>, by the account's key.</summary>
    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential)
        : this(endpoint, tableName, credential, null)
    {
    }

    /// <summary>A table at an endpoint such as <c>https://account.table.core.windows.net</c>, by the account's key.</summary>
    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential, TableClientOptions? options = null)
        : this(TableAccount.Connect(TableUri.WithoutTable(endpoint, tableName), credential, options), tableName)
    {
    }

    /// <summary>A table at an https endpoint, by tokens of an identity.</summary>
    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions? options = null)
        : this(TableAccount.Connect(TableUri.WithoutTable(endpoint, tableName), tokenCredential, options), tableName)
    {
    }

    internal TableClient(TableAccount account, string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        this.account = account;
        Name = tableName;
        Uri = TableUri.WithTable(account.Endpoint, tableName);
    }

    /// <summary>The account's name.</summary>
    public virtual string AccountName => account.Name;

    /// <summary>The table's name.</summary>
    public virtual string Name { get; }

    /// <summary>The table's address.</summary>
    public virtual Uri Uri { get; }

    /// <summary>Creates the table.</summary>
    /// <exception cref="RequestFailedException">It exists, or the request failed otherwise.</exception>
    public virtual Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default) =>
        TableServiceClient.CreateTableAsync(account, Name, Statuses.Written, cancellationToken);

    /// <summary>Creates the table unless it exists; then the raw answer's status is 409.</summary>
    /// <exception cref="RequestFailedException">The table is being deleted, or the request failed otherwise.</exception>
    public virtual Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        TableServiceClient.CreateTableAsync(account, Name, Statuses.WrittenIfNotExists, cancellationToken);

    /// <summary>Deletes the table; if it does not exist the answer's status is 404.</summary>
    /// <exception cref="RequestFailedException">The request failed.</exception>
    public virtual Task<Response> DeleteAsync(CancellationToken cancellationToken = default) =>
        TableServiceClient.DeleteTableAsync(account, Name, cancellationToken);

    /// <summary>
    /// Carries out at most 100 actions on different rows of one partition, all or none.
    /// </summary>
    /// <returns>The answers in the order of the actions.</returns>
    /// <exception cref="TableTransactionFailedException">The service refused an action, hence all.</exception>
    /// <exception cref="InvalidOperationException">There is no action.</exception>
    public virtual async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        var actions = transactionActions as IReadOnlyCollection<TableTransactionAction> ?? [.. transactionActions];
        if (actions.Count == 0)
            throw new InvalidOperationException("A transaction needs an action.");

        var body = new RequestBody();
        var contentType = Transactions.ChangeSetWriter.Write(body, account.Endpoint, Name, actions);
        using var message = account.CreateMessage(RequestMethod.Post, Paths.Transaction, Statuses.Transaction);
        var response = await account.SendAsync(message, body, contentType, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(TableAccount.ReadTransaction(response), response);
    }
}
