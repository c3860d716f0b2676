/* smnn_mpi.h as C99, and the layout of its structures as released. */
#include <smnn/smnn_mpi.h>

#include "layout.h"

SIZE(smnn_distributed_options, 48);
OFFSET(smnn_distributed_options, grid_batch, 8);
OFFSET(smnn_distributed_options, grid_time, 12);
OFFSET(smnn_distributed_options, separators, 16);
OFFSET(smnn_distributed_options, gpu_aware_mpi, 20);
OFFSET(smnn_distributed_options, time_cuts, 24);
OFFSET(smnn_distributed_options, time_cut_count, 32);
OFFSET(smnn_distributed_options, mini_batch, 40);

SIZE(smnn_share, 32);
OFFSET(smnn_share, first_system, 0);
OFFSET(smnn_share, systems, 8);
OFFSET(smnn_share, first_point, 16);
OFFSET(smnn_share, points, 24);
