using System.Text.Json.Serialization;
using Hookwork.Archive.Cursors;

namespace Hookwork.Archive;

/// <summary>The JSON in columns of rows.</summary>
[JsonSerializable(typeof(IReadOnlyList<Horizon>))]
internal sealed partial class ArchiveJson : JsonSerializerContext;
