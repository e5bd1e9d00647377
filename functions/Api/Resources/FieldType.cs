namespace Hookwork.Api.Resources;

/// <summary>The type of a field in the OpenAPI document.</summary>
internal enum FieldType
{
    Text,
    Integer,
    Boolean,

    /// <summary>A date without an offset, in UTC; of events, in the server's zone.</summary>
    Date,

    /// <summary>An address on this host.</summary>
    Address,

    /// <summary>A list of addresses of resources on this host.</summary>
    Addresses,

    /// <summary>The address of a mail in the list's own archive.</summary>
    ArchiveUrl,
    Object,
    Texts,

    /// <summary>A resource, see <see cref="Field.Holds"/>.</summary>
    Resource,

    /// <summary>A list of resources.</summary>
    Resources,
}
