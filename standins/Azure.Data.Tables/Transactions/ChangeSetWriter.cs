using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables.Transactions;

/// <summary>
/// A transaction as a multipart body: one change set whose parts are HTTP requests, as
/// https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions describes it.
/// </summary>
internal static class ChangeSetWriter
{
    private static ReadOnlySpan<byte> PartHeaders =>
        "\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"u8;

    private static ReadOnlySpan<byte> RequestHeaders =>
        " HTTP/1.1\r\nAccept: application/json;odata=minimalmetadata\r\nDataServiceVersion: 3.0\r\n"u8;

    /// <summary>Writes the body, and returns its content type.</summary>
    public static string Write(RequestBody body, Uri endpoint, string table, IEnumerable<TableTransactionAction> actions)
    {
        var batch = $"batch_{Guid.NewGuid()}";
        var changeSet = $"changeset_{Guid.NewGuid()}";
        var root = endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/');
        body.Append($"--{batch}\r\nContent-Type: multipart/mixed; boundary={changeSet}\r\n\r\n");
        foreach (var action in actions)
        {
            body.Append($"--{changeSet}");
            body.Append(PartHeaders);
            Write(body, root, table, action);
            body.Append("\r\n"u8);
        }

        body.Append($"--{changeSet}--\r\n--{batch}--\r\n");
        return $"multipart/mixed; boundary={batch}";
    }

    private static void Write(RequestBody body, string root, string table, TableTransactionAction action)
    {
        var method = action.ActionType switch
        {
            TableTransactionActionType.Add => "POST",
            TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpsertMerge => "PATCH",
            TableTransactionActionType.UpdateReplace or TableTransactionActionType.UpsertReplace => "PUT",
            TableTransactionActionType.Delete => "DELETE",
            _ => throw new InvalidOperationException($"There is no action {action.ActionType}."),
        };
        var entity = action.Entity;
        var path = action.ActionType == TableTransactionActionType.Add
            ? Paths.Rows(table)
            : Paths.Row(table, entity.PartitionKey, entity.RowKey);
        body.Append($"{method} {root}{path}");
        body.Append(RequestHeaders);
        if (IfMatch(action) is { } version)
            body.Append($"If-Match: {version}\r\n");
        if (action.ActionType == TableTransactionActionType.Delete)
        {
            body.Append("\r\n"u8);
            return;
        }

        if (action.ActionType == TableTransactionActionType.Add)
            body.Append("Prefer: return-no-content\r\n"u8);
        body.Append("Content-Type: application/json\r\n\r\n"u8);
        body.Append(entity);
    }

    private static ETag? IfMatch(TableTransactionAction action) => action.ActionType switch
    {
        TableTransactionActionType.Delete => action.ETag == default ? ETag.All : action.ETag,
        TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpdateReplace when action.ETag != default => action.ETag,
        _ => null,
    };
}
