namespace Hookwork.Api.Resources;

/// <summary>What a field holds, as the OpenAPI document says it.</summary>
internal enum FieldType
{
    Text,
    Integer,
    Boolean,

    /// <summary>A date in UTC, of events in the server's zone, without an offset.</summary>
    Date,

    /// <summary>An address on this host.</summary>
    Address,

    /// <summary>A list of addresses of resources on this host.</summary>
    Addresses,
    Object,
    Texts,

    /// <summary>A resource, see <see cref="Field.Holds"/>.</summary>
    Resource,

    /// <summary>A list of resources.</summary>
    Resources,
}
