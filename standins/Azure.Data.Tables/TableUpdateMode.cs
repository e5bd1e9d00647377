namespace Azure.Data.Tables;

/// <summary>What happens to the columns that a stored row has and the written entity has not.</summary>
public enum TableUpdateMode
{
    /// <summary>They stay.</summary>
    Merge = 0,

    /// <summary>They go.</summary>
    Replace = 1,
}
