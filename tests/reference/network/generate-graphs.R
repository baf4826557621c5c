# Expected numbers of random graphs, directed and not, weighted and not, for tests/network/test-graph.c.
# Distances, closeness, efficiency, clustering, modularity, assortativity and reciprocity from matrices; the rest
# by igraph and sna. Run here: Rscript generate-graphs.R
suppressMessages({library(igraph)})
num <- function(x) ifelse(is.nan(x) | is.na(x), "null", formatC(x, digits = 17, format = "g"))
arr <- function(x) paste0("[", paste(num(x), collapse = ", "), "]")
str <- function(x) paste0("[", paste0('"', x, '"', collapse = ", "), "]")

dist_of <- function(A) {
  n <- nrow(A); D <- matrix(Inf, n, n); diag(D) <- 0; P <- diag(n) > 0; k <- 0
  repeat { k <- k + 1; N <- ((P * 1) %*% A > 0); new <- N & is.infinite(D); if (!any(new)) break; D[new] <- k; P <- new; if (k > n) break }
  D
}
modul <- function(W, g, directed) {
  m <- sum(W); if (m == 0) return(NaN)
  o <- rowSums(W); i <- colSums(W)
  sum((W - outer(o, i) / m) * outer(g, g, "==")) / m
}
assort <- function(A, g) {
  e <- matrix(0, max(g), max(g)); for (i in seq_len(nrow(A))) for (j in seq_len(nrow(A))) e[g[i], g[j]] <- e[g[i], g[j]] + A[i, j]
  e <- e / sum(e); ab <- sum(rowSums(e) * colSums(e)); (sum(diag(e)) - ab) / (1 - ab)
}
one <- function(name, n, arcs, directed) {
  A <- matrix(0, n, n); W <- A
  for (k in seq_len(nrow(arcs))) { a <- arcs[k, 1]; b <- arcs[k, 2]; A[a, b] <- 1; W[a, b] <- W[a, b] + arcs[k, 3]; if (!directed) { A[b, a] <- 1; W[b, a] <- W[b, a] + arcs[k, 3] } }
  g <- graph_from_adjacency_matrix(A, if (directed) "directed" else "undirected")
  gw <- graph_from_adjacency_matrix(W, if (directed) "directed" else "undirected", weighted = TRUE)
  if (!directed) { gw <- graph_from_adjacency_matrix(W, "undirected", weighted = TRUE) }
  D <- dist_of(A); fin <- is.finite(D) & D > 0; nr <- rowSums(fin)
  U <- (A + t(A) > 0) * 1; deg_u <- rowSums(U); tri <- diag(U %*% U %*% U)
  types <- (seq_len(n) * 7) %% 3 + 1
  weighted <- nrow(arcs) > 0 && any(W[A > 0] != 1)
  m <- if (directed) sum(A) else sum(A) / 2
  v <- list()
  v$degree <- if (directed) rowSums(A) + colSums(A) else rowSums(A)
  if (directed) { v$indegree <- colSums(A); v$outdegree <- rowSums(A) }
  if (weighted) { v$strength <- if (directed) rowSums(W) + colSums(W) else rowSums(W); if (directed) { v$instrength <- colSums(W); v$outstrength <- rowSums(W) } }
  v$betweenness <- betweenness(g, directed = directed)
  if (weighted && all(W[A > 0] > 0)) { v$betweenness_length <- betweenness(gw, directed = directed, weights = E(gw)$weight); v$betweenness_inverse <- betweenness(gw, directed = directed, weights = 1 / E(gw)$weight) }
  s <- rowSums(ifelse(fin, D, 0))
  v$closeness <- ifelse(nr > 0, nr / s, NaN); v$closeness_reach <- if (n > 1) ifelse(nr > 0, nr / (n - 1) * nr / s, 0) else NaN
  v$harmonic <- if (n > 1) rowSums(ifelse(fin, 1 / D, 0)) / (n - 1) else NaN
  if (m > 0 && grepl("dense|ring", name)) { e <- eigen(t(A)); x <- abs(Re(e$vectors[, which.max(Re(e$values))])); v$eigenvector <- x / max(x) }
  v$pagerank <- page_rank(g, damping = 0.85)$vector
  v$clustering <- ifelse(deg_u > 1, tri / (deg_u * (deg_u - 1)), NaN)
  v$coreness <- coreness(g, mode = "all")
  w <- list(nodes = n, ties = m, density = if (n > 1) sum(A) / (n * (n - 1)) else NaN,
            isolates = sum(v$degree == 0), components = components(g, "weak")$no, strong_components = components(g, "strong")$no,
            largest_component = max(components(g, "weak")$csize), largest_strong_component = max(components(g, "strong")$csize),
            clustering = if (m > 0) sum(tri) / sum(deg_u * (deg_u - 1)) else NaN,
            mean_distance = if (any(fin)) mean(D[fin]) else NaN, diameter = if (any(fin)) max(D[fin]) else NaN,
            efficiency = if (n > 1) sum(1 / D[fin]) / (n * (n - 1)) else NaN,
            assortativity_degree = if (m > 0) {
              ij <- which(A > 0, arr.ind = TRUE)
              if (directed) cor(rowSums(A)[ij[, 1]], colSums(A)[ij[, 2]]) else cor(rowSums(A)[ij[, 1]], rowSums(A)[ij[, 2]]) } else NaN,
            modularity_types = modul(W, types, directed), assortativity_types = if (m > 0) assort(A, types) else NaN)
  if (!directed) w$centralization <- if (n > 2) sum(max(v$degree) - v$degree) / ((n - 1) * (n - 2)) else NaN
  tri_json <- ""
  if (directed) {
    w$reciprocity <- if (m > 0) sum(A * t(A)) / m else NaN
    w$mutual <- sum(A * t(A)) / 2; w$asymmetric <- m - 2 * w$mutual; w$null <- n * (n - 1) / 2 - w$mutual - w$asymmetric
    if (n > 2) tri_json <- paste0(', "triads": ', arr(as.integer(sna::triad.census(A))))
  }
  paste0('{"name": "', name, '", "directed": ', if (directed) "true" else "false", ', "n": ', n, ',\n  "arcs": [', paste(apply(arcs, 1, function(r) paste0("[", r[1] - 1, ", ", r[2] - 1, ", ", num(r[3]), "]")), collapse = ", "), '],\n  "types": ', arr(types),
         ',\n  "nodes": {', paste0('"', names(v), '": ', sapply(v, function(x) arr(unname(x))), collapse = ",\n    "), '},\n  "whole": {', paste0('"', names(w), '": ', sapply(w, num), collapse = ", "), "}", tri_json, "}")
}
random <- function(n, p, directed, weighted, blocks = 1) {
  r <- NULL
  for (a in 1:n) for (b in 1:n) if (a != b && (directed || a < b) && (a - 1) %/% ceiling(n / blocks) == (b - 1) %/% ceiling(n / blocks) && runif(1) < p) r <- rbind(r, c(a, b, if (weighted) round(rexp(1), 3) + 0.001 else 1))
  r
}
set.seed(1128)
none <- matrix(0, 0, 3)
cases <- c(
  one("dense undirected", 30, random(30, 0.3, FALSE, FALSE), FALSE),
  one("dense undirected weighted", 25, random(25, 0.35, FALSE, TRUE), FALSE),
  one("sparse undirected weighted with isolates", 40, random(40, 0.04, FALSE, TRUE), FALSE),
  one("undirected in three components", 36, random(36, 0.25, FALSE, FALSE, 3), FALSE),
  one("dense directed", 24, random(24, 0.25, TRUE, FALSE), TRUE),
  one("dense directed weighted", 26, random(26, 0.3, TRUE, TRUE), TRUE),
  one("sparse directed weighted with isolates", 40, random(40, 0.035, TRUE, TRUE), TRUE),
  one("directed in four components", 32, random(32, 0.3, TRUE, TRUE, 4), TRUE),
  one("directed ring", 9, cbind(1:9, c(2:9, 1), 1), TRUE),
  one("star", 8, cbind(1, 2:8, 1), FALSE),
  one("one tie", 2, cbind(1, 2, 3), FALSE),
  one("no ties", 5, none, FALSE), one("no ties directed", 5, none, TRUE), one("one node", 1, none, FALSE))
writeLines(paste0('{"software": {"R": "', getRversion(), '", "igraph": "', packageVersion("igraph"), '", "sna": "', packageVersion("sna"), '"},\n"graphs": [\n', paste(cases, collapse = ",\n"), "\n]}"), "graphs.json")
