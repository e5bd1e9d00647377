namespace Hookwork.Catalog.Query.Nodes;

/// <summary>A file of the diff by a pattern of its path: <c>hw/virtio/*.c</c>, <c>docs/</c>.</summary>
public sealed record PathNode(PathPattern Pattern) : QueryNode;
