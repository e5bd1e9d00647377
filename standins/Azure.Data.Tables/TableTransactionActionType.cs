namespace Azure.Data.Tables;

/// <summary>What one action of a transaction does with its entity.</summary>
public enum TableTransactionActionType
{
    /// <summary>Adds the row; fails if it exists.</summary>
    Add = 0,

    /// <summary>Merges the columns into the row; fails if it does not exist and an ETag is given.</summary>
    UpdateMerge = 1,

    /// <summary>Replaces the row; fails if it does not exist and an ETag is given.</summary>
    UpdateReplace = 2,

    /// <summary>Deletes the row; fails if it does not exist.</summary>
    Delete = 3,

    /// <summary>Adds the row or merges the columns into it.</summary>
    UpsertMerge = 4,

    /// <summary>Adds the row or replaces it.</summary>
    UpsertReplace = 5,
}
