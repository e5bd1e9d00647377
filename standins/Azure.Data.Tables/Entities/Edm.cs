namespace Azure.Data.Tables.Entities;

/// <summary>The names of the types whose JSON alone does not tell them.</summary>
internal static class Edm
{
    public const string Binary = "Edm.Binary";
    public const string DateTime = "Edm.DateTime";
    public const string Double = "Edm.Double";
    public const string Guid = "Edm.Guid";
    public const string Int64 = "Edm.Int64";
}
