namespace Azure.Data.Tables;

/// <summary>One of the at most 100 actions that <see cref="TableClient.SubmitTransactionAsync"/> carries out together.</summary>
public class TableTransactionAction
{
    /// <summary>An action that does not look at the stored row's version.</summary>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity)
        : this(actionType, entity, default)
    {
    }

    /// <summary>An action that an update or delete carries out only on the version <paramref name="etag"/>.</summary>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity, ETag etag = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(entity.PartitionKey, nameof(entity));
        ArgumentNullException.ThrowIfNull(entity.RowKey, nameof(entity));
        ActionType = actionType;
        Entity = entity;
        ETag = etag;
    }

    /// <summary>What is done.</summary>
    public TableTransactionActionType ActionType { get; }

    /// <summary>The row that it is done with; a delete uses only its keys.</summary>
    public ITableEntity Entity { get; }

    /// <summary>The version that must be stored, or the default value for any.</summary>
    public ETag ETag { get; }
}
