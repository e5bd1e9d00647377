namespace Hookwork.Catalog.Query.Nodes;

/// <summary>A path in the diff, by pattern: <c>hw/virtio/*.c</c>, <c>docs/</c>.</summary>
public sealed record PathNode(PathPattern Pattern) : QueryNode;
