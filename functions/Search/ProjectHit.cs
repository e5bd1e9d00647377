using Hookwork.Archive.Resources;
using Hookwork.Catalog.Searching;

namespace Hookwork.Search;

/// <summary>A hit and its project.</summary>
public sealed record ProjectHit(ProjectName Project, SearchHit Hit);
