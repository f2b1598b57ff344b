using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BirD.House.Tests;

/// <summary>Which namespaces of one project name types of which others, read from the syntax alone.</summary>
/// <remarks>
/// A name counts where the namespace that declares it is imported or encloses the file, and where the file's own namespace declares
/// none of that name. Comments don't count. Members that share a type's name may count without need: rename one.
/// </remarks>
internal sealed class FolderArrows
{
    private readonly Dictionary<(string From, string To), SortedSet<(string File, string Name)>> edges = [];

    private FolderArrows(IReadOnlyList<SourceFile> files)
    {
        var declared = files.SelectMany(file => file.Declared.Select(name => (name, file.Space))).ToLookup(one => one.name, one => one.Space);
        foreach (var file in files)
        {
            foreach (var name in file.Used.Where(name => !declared[name].Contains(file.Space)))
            {
                foreach (var space in declared[name].Distinct().Where(file.Sees))
                {
                    if (!edges.TryGetValue((file.Space, space), out var names))
                    {
                        edges[(file.Space, space)] = names = [];
                    }

                    names.Add((file.Name, name));
                }
            }
        }
    }

    public IReadOnlyCollection<(string From, string To)> Edges => edges.Keys;

    public static FolderArrows Read(string folder) => Of(
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file))));

    public static FolderArrows Of(IEnumerable<(string Name, string Text)> sources) => new([.. sources.Select(source => new SourceFile(source.Name, source.Text))]);

    /// <summary>Namespaces that reach each other, each knot in alphabetical order.</summary>
    public List<List<string>> Knots()
    {
        var spaces = edges.Keys.SelectMany(edge => new[] { edge.From, edge.To }).Distinct().ToList();
        var reached = spaces.ToDictionary(space => space, Reach);
        return [.. spaces.Where(space => reached[space].Contains(space))
            .GroupBy(space => string.Join(", ", spaces.Where(other => reached[space].Contains(other) && reached[other].Contains(space)).Order(StringComparer.Ordinal)))
            .Select(knot => knot.Order(StringComparer.Ordinal).ToList())];
    }

    /// <summary>The knot with one file and name for each of its arrows.</summary>
    public string Describe(List<string> knot) => $"{string.Join(", ", knot)}: " + string.Join("; ", edges
        .Where(edge => knot.Contains(edge.Key.From) && knot.Contains(edge.Key.To)).OrderBy(edge => edge.Key)
        .Select(edge => $"{edge.Value.Min.File} names {string.Join(", ", edge.Value.Select(one => one.Name).Distinct())} of {edge.Key.To}"));

    private HashSet<string> Reach(string from)
    {
        var (seen, next) = (new HashSet<string>(), new Stack<string>([from]));
        while (next.TryPop(out var at))
        {
            foreach (var (_, to) in edges.Keys.Where(edge => edge.From == at))
            {
                if (seen.Add(to))
                {
                    next.Push(to);
                }
            }
        }

        return seen;
    }

    private sealed class SourceFile
    {
        private readonly HashSet<string> imported;

        public SourceFile(string name, string text)
        {
            var root = CSharpSyntaxTree.ParseText(text).GetCompilationUnitRoot();
            Name = name;
            Space = root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? "";
            imported = [.. root.DescendantNodes().OfType<UsingDirectiveSyntax>().Where(one => one.Alias is null).Select(one => one.NamespaceOrType.ToString())];
            Declared = [.. root.DescendantNodes().OfType<MemberDeclarationSyntax>()
                .Where(member => member.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax && !member.Modifiers.Any(SyntaxKind.FileKeyword))
                .Select(member => member switch
                {
                    BaseTypeDeclarationSyntax type => type.Identifier.Text,
                    DelegateDeclarationSyntax type => type.Identifier.Text,
                    _ => "",
                }).Where(type => type.Length > 0)];
            // What stands behind a dot is a member, unless a namespace stands before it.
            Used = [.. root.DescendantNodes(node => node is not UsingDirectiveSyntax).OfType<SimpleNameSyntax>()
                .Where(one => one.Parent is not MemberAccessExpressionSyntax access || access.Expression == one)
                .Select(one => one.Identifier.Text)];
        }

        public string Name { get; }

        public string Space { get; }

        public IReadOnlyCollection<string> Declared { get; }

        public HashSet<string> Used { get; }

        public bool Sees(string space) => space != Space
            && (imported.Contains(space) || Space.StartsWith(space + ".", StringComparison.Ordinal));
    }
}
