using System.Text.Json.Serialization;
using Hookwork.Archive.Cursors;

namespace Hookwork.Archive;

/// <summary>Serializes the JSON in table columns.</summary>
[JsonSerializable(typeof(IReadOnlyList<Horizon>))]
internal sealed partial class ArchiveJson : JsonSerializerContext;
