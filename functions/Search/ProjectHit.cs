using Hookwork.Archive;
using Hookwork.Catalog;

namespace Hookwork.Search;

/// <summary>A hit and its project.</summary>
public sealed record ProjectHit(ProjectName Project, SearchHit Hit);
